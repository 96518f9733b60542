import { formatDuration } from "./duration";

/** How a promise stands: "in 12 min", "late 8 min". */
export function formatPromise(promisedAt: string, nowMs: number): string {
  const remainingMs = Date.parse(promisedAt) - nowMs;
  if (Math.abs(remainingMs) < 60_000) {
    return "due now";
  }
  return remainingMs > 0
    ? `in ${formatDuration(remainingMs)}`
    : `late ${formatDuration(remainingMs)}`;
}
