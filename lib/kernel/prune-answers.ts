import type { Context } from "./context";
import { deleteExpiredRows } from "./idempotency-repository";
import { keepBooks } from "./transaction";

const BATCH = 500;

/** Removes stored answers that nobody can ask for any more, batch by batch. @returns how many */
export async function pruneAnswers(ctx: Context, signal: AbortSignal): Promise<number> {
  let removed = 0;
  let inBatch = BATCH;
  while (inBatch === BATCH) {
    signal.throwIfAborted();
    inBatch = await keepBooks(ctx, (tx) => deleteExpiredRows(tx, BATCH));
    removed += inBatch;
  }
  return removed;
}
