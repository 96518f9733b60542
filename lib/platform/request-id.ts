import { randomUUID } from "node:crypto";

const ACCEPTED = /^[\w.:-]{1,64}$/;

/** The caller's own X-Request-Id when it is short and plain, else a new one. */
export function newRequestId(given: string | null): string {
  return given !== null && ACCEPTED.test(given) ? given : randomUUID();
}
