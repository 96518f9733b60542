import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { RunningJob } from "./job-definition";

const BATCH = 100;

/** Rolls back a step that had nothing to do, because others had done it in the meantime. */
class NothingLeftError extends Error {}

/**
 * Does something to each of the rows that are due, a hundred a step, until none is left.
 * `change` looks at the row again, leaves an audit entry and says whether it was still due.
 * @returns how many were changed
 */
export async function sweep<Id>(
  job: RunningJob<unknown>,
  find: (ctx: Context, limit: number) => Promise<readonly Id[]>,
  change: (tx: TransactionContext, id: Id) => Promise<boolean>,
): Promise<number> {
  let changed = 0;
  for (;;) {
    const ids = await find(job.ctx, BATCH);
    const inStep = ids.length > 0 ? await changeBatch(job, ids, change) : 0;
    changed += inStep;
    if (ids.length < BATCH || inStep === 0) {
      return changed;
    }
  }
}

async function changeBatch<Id>(
  job: RunningJob<unknown>,
  ids: readonly Id[],
  change: (tx: TransactionContext, id: Id) => Promise<boolean>,
): Promise<number> {
  try {
    return await job.step(async (tx) => {
      let changed = 0;
      for (const id of ids) {
        changed += (await change(tx, id)) ? 1 : 0;
      }
      if (changed === 0) {
        throw new NothingLeftError();
      }
      return changed;
    });
  } catch (error) {
    if (error instanceof NothingLeftError) {
      return 0;
    }
    throw error;
  }
}
