import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { deleteEventsBefore } from "./stream-repository";

const KEPT_MS = 7 * 86_400_000;
const EVENTS_AT_A_TIME = 1000;

/** What happened before is no longer told. */
export function keptSince(ctx: Context): Date {
  return new Date(ctx.now().getTime() - KEPT_MS);
}

/** Removes events that nobody can resume from any more; the audit trail keeps everything. */
export async function pruneEvents(ctx: Context, signal: AbortSignal): Promise<number> {
  const before = keptSince(ctx);
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
