import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { deleteExpiredSessions } from "./session-repository";

const BATCH = 500;

/** Forgets sessions that have expired, batch by batch; the audit trail keeps who signed in. @returns how many */
export async function pruneSessions(ctx: Context, signal: AbortSignal): Promise<number> {
  let removed = 0;
  let inBatch = BATCH;
  while (inBatch === BATCH) {
    signal.throwIfAborted();
    inBatch = await keepBooks(ctx, (tx) => deleteExpiredSessions(tx, BATCH));
    removed += inBatch;
  }
  return removed;
}
