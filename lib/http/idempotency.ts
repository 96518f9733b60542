import { createHmac } from "node:crypto";
import type { Contract } from "@/lib/contracts/contract";
import type { Answer } from "@/lib/kernel/answer";
import type { OnceRequest } from "@/lib/kernel/answer-once";
import { AppError, isAppError } from "@/lib/kernel/app-error";
import { getSettings } from "@/lib/platform/settings";
import { problemAnswer } from "./problem";
import { resolveAlias } from "./resolve-alias";

const HEADER = "idempotency-key";
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Whether a key makes the request happen once. Callers that nobody knows would share their keys. */
export function takesIdempotencyKey({ method, permission, idempotency }: Contract): boolean {
  return method === "POST" && permission !== "public" && idempotency !== "never";
}

/**
 * The key of a request that names one; null where none applies.
 * @throws AppError invalid, naming the header
 */
export function idempotencyKeyOf(contract: Contract, request: Request): string | null {
  const key = request.headers.get(HEADER);
  if (key === null || !takesIdempotencyKey(contract)) {
    return null;
  }
  if (!KEY.test(key)) {
    throw new AppError(
      "invalid",
      "Idempotency-Key must be 1 to 255 visible ASCII characters; send a fresh UUID for each new request.",
      [
        {
          path: `header.${HEADER}`,
          code: "string_pattern_mismatch",
          message: "expected 1 to 255 visible ASCII characters",
        },
      ],
    );
  }
  return key;
}

export function onceRequestOf(
  contract: Contract,
  request: Request,
  { key, text }: { key: string; text: string },
): OnceRequest {
  const { pathname, search } = new URL(request.url);
  const address = `${resolveAlias(pathname) ?? pathname}${search}`;
  // Under a key, for a body may hold a password.
  const hash = createHmac("sha256", getSettings().encryptionKey)
    .update(JSON.stringify([contract.method, address, text]))
    .digest("hex");
  const { idempotency, isUrgent = false } = contract;
  const store = idempotency === "after" ? "after" : "together";
  return { key, hash, store, isUrgent };
}

const PASSING: ReadonlySet<string> = new Set(["precondition_failed", "too_many_requests"]);

/** What stays the same however often it is asked; null for what may pass, as any fault of ours may. */
export function lastingRefusal(error: unknown, requestId: string): Answer | null {
  if (!isAppError(error) || PASSING.has(error.code)) {
    return null;
  }
  const answer = problemAnswer(error, requestId);
  return answer.status < 500 ? answer : null;
}
