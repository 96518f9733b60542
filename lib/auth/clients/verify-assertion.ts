import { createHash } from "node:crypto";
import { decodeJwt, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import { isUnavailable } from "@/lib/db/database-error";
import type { Context } from "@/lib/kernel/context";
import { toldValue } from "@/lib/kernel/told-value";
import { keepBooks } from "@/lib/kernel/transaction";
import { getLogger } from "@/lib/platform/logger";
import { keysOf } from "./client-keys";
import { findMachineClient, type MachineClient } from "./machine-client-repository";
import { insertUsedAssertion } from "./used-assertion-repository";

/** Signatures with a key pair alone: neither "none" nor a shared secret. */
export const ASSERTION_ALGORITHMS = ["RS384", "ES384", "RS256", "ES256", "EdDSA", "Ed25519"];
/** SMART backend services: no further ahead than five minutes */
const MAX_LIFETIME_SECONDS = 300;
const CLOCK_SKEW_SECONDS = 30;
const MAX_CLIENT_ID = 64;

const claims = z.object({ jti: z.string().min(1).max(500), exp: z.number() });

/** Whom an assertion claims to be from; believed only once it is verified. */
function claimedClient(assertion: string): string | null {
  try {
    const { iss } = decodeJwt(assertion);
    return typeof iss === "string" && iss.length <= MAX_CLIENT_ID ? iss : null;
  } catch {
    return null;
  }
}

/**
 * The client that has signed the assertion, which is used up by it; null when it is not to be
 * believed, for whatever reason. The reason goes into the log alone.
 * @param audiences our own token endpoint, by each name that it has
 */
export async function verifyAssertion(
  ctx: Context,
  assertion: string,
  audiences: string[],
): Promise<MachineClient | null> {
  try {
    return await verify(ctx, assertion, audiences);
  } catch (error) {
    if (isUnavailable(error)) {
      throw error;
    }
    // The library's error carries all that the assertion said.
    const cause = error instanceof Error ? error.message : "unknown";
    getLogger().info({ cause, requestId: ctx.requestId }, "an assertion was refused");
    return null;
  }
}

async function verify(ctx: Context, assertion: string, audiences: string[]) {
  const id = claimedClient(assertion);
  const client = id === null ? null : await findMachineClient(id);
  if (!client?.isEnabled) {
    throw new Error(`there is no client ${toldValue(id ?? "")} that may sign in`);
  }
  const { payload } = await jwtVerify(assertion, keysOf(client), {
    algorithms: ASSERTION_ALGORITHMS,
    issuer: client.id,
    subject: client.id,
    audience: audiences,
    requiredClaims: ["iss", "sub", "aud", "exp", "jti"],
    clockTolerance: CLOCK_SKEW_SECONDS,
  });
  await useUp(ctx, client, payload);
  return client;
}

async function useUp(ctx: Context, client: MachineClient, payload: JWTPayload): Promise<void> {
  const { jti, exp } = claims.parse(payload);
  const latest = ctx.now().getTime() / 1000 + MAX_LIFETIME_SECONDS + CLOCK_SKEW_SECONDS;
  if (exp > latest) {
    throw new Error("it expires later than in five minutes");
  }
  const isFirst = await keepBooks(ctx, (tx) =>
    insertUsedAssertion(tx, {
      clientId: client.id,
      jtiHash: createHash("sha256").update(jti).digest("hex"),
      expiresAt: new Date((exp + CLOCK_SKEW_SECONDS) * 1000),
    }),
  );
  if (!isFirst) {
    throw new Error("its jti was used before");
  }
}
