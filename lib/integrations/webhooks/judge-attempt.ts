import type { SendResult } from "./send-webhook";

export type AttemptOutcome =
  | { kind: "delivered"; httpStatus: number }
  | { kind: "retry"; httpStatus: number | null; error: string; delaySeconds: number }
  | { kind: "dead"; httpStatus: number | null; error: string; isGone: boolean };

const GONE = 410;

/** What an attempt means for its delivery; after the last pause there is no other attempt. */
export function judgeAttempt(
  result: SendResult,
  { attempt, retryDelaysSeconds }: { attempt: number; retryDelaysSeconds: readonly number[] },
): AttemptOutcome {
  if (result.kind === "answered" && result.status >= 200 && result.status < 300) {
    return { kind: "delivered", httpStatus: result.status };
  }
  const httpStatus = result.kind === "answered" ? result.status : null;
  const error = result.kind === "answered" ? `answered ${result.status}` : result.error;
  if (httpStatus === GONE) {
    return { kind: "dead", httpStatus, error: "answered 410 Gone", isGone: true };
  }
  const delaySeconds = retryDelaysSeconds[attempt - 1];
  return delaySeconds === undefined
    ? { kind: "dead", httpStatus, error, isGone: false }
    : { kind: "retry", httpStatus, error, delaySeconds };
}
