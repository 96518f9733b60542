import type { JobStatus } from "@/lib/contracts/job";
import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { deleteFinishedJobs } from "./job-repository";

const BATCH = 500;
const DAY_MS = 86_400_000;

const KEPT_DAYS: readonly { statuses: readonly JobStatus[]; days: number }[] = [
  { statuses: ["succeeded", "cancelled"], days: 7 },
  { statuses: ["dead"], days: 30 },
];

/** Removes jobs that ended long ago, batch by batch. @returns how many */
export async function pruneJobs(ctx: Context, signal: AbortSignal): Promise<number> {
  let removed = 0;
  for (const { statuses, days } of KEPT_DAYS) {
    const before = new Date(ctx.now().getTime() - days * DAY_MS);
    let inBatch = BATCH;
    while (inBatch === BATCH) {
      signal.throwIfAborted();
      const page = { before, limit: BATCH };
      inBatch = await keepBooks(ctx, (tx) => deleteFinishedJobs(tx, statuses, page));
      removed += inBatch;
    }
  }
  return removed;
}
