import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { deleteEventsBefore } from "./stream-repository";

const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;
const EVENTS_AT_A_TIME = 1000;

/** Removes events that nobody can resume from any more; the audit trail keeps everything. */
export async function pruneEvents(ctx: Context, signal: AbortSignal): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEPT_DAYS * DAY_MS);
  let removed = 0;
  while (!signal.aborted) {
    const count = await keepBooks(ctx, (tx) => deleteEventsBefore(tx, before, EVENTS_AT_A_TIME));
    removed += count;
    if (count < EVENTS_AT_A_TIME) {
      break;
    }
  }
  return removed;
}
