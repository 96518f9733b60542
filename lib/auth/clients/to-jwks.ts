import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import type { JsonObject } from "@/lib/contracts/common";
import { invalidField } from "@/lib/kernel/app-error";

const keyType = z.string();

/** @throws AppError invalid when a key does not say of which type it is */
export function toJwks(given: { keys: readonly JsonObject[] } | null): JSONWebKeySet | null {
  if (given === null) {
    return null;
  }
  const keys = given.keys.map((key, i) => {
    const kty = keyType.safeParse(key["kty"]).data;
    if (kty === undefined) {
      throw invalidField(`body.jwks.keys.${i}.kty`, "missing", "The key's type is missing.");
    }
    return { ...key, kty };
  });
  return { keys };
}
