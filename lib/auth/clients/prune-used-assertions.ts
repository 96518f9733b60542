import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { deleteExpiredAssertions } from "./used-assertion-repository";

const BATCH = 500;

/** Forgets assertions that have expired and would be refused for that, batch by batch. @returns how many */
export async function pruneUsedAssertions(ctx: Context, signal: AbortSignal): Promise<number> {
  let removed = 0;
  let inBatch = BATCH;
  while (inBatch === BATCH) {
    signal.throwIfAborted();
    inBatch = await keepBooks(ctx, (tx) => deleteExpiredAssertions(tx, BATCH));
    removed += inBatch;
  }
  return removed;
}
