import { isAppError } from "@/lib/kernel/app-error";

/** How many calls ended in which way: "ok", an AppError's code, or the text of a bug. */
export async function tally(calls: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of await Promise.allSettled(calls)) {
    const word = result.status === "fulfilled" ? "ok" : wordOf(result.reason);
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

/** The code of the AppError that the call ends in. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "ok";
  } catch (error) {
    return wordOf(error);
  }
}

function wordOf(error: unknown): string {
  return isAppError(error) ? error.code : `bug: ${String(error)}`;
}
