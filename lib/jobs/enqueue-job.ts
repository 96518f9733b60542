import type { JsonObject } from "@/lib/contracts/common";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { findJobByKey, insertJob } from "./job-repository";

/**
 * Stores work for later in the transaction that wants it done, so that it is done if and only if
 * that commits. The runner hears of the commit by itself.
 * @returns the job's id
 */
export function enqueueJob(
  tx: TransactionContext,
  job: {
    kind: string;
    payload: JsonObject;
    /** not before; now by default */
    runAt?: Date;
    /** how much there is to do, in the unit of `progress` */
    progressTotal?: number;
    /** at most one job of this key, ever */
    dedupeKey?: string | undefined;
  },
): Promise<number> {
  const { runAt = tx.now(), progressTotal = null, dedupeKey, ...rest } = job;
  tx.wakeUps.add("job");
  return insertJob(tx, { ...rest, runAt, progressTotal, ...(dedupeKey && { dedupeKey }) });
}

/** @returns the id of the job that was stored under this key before, if any */
export function findEnqueuedJob(
  ctx: Context,
  dedupeKey: string | undefined,
): Promise<number | null> {
  return dedupeKey === undefined ? Promise.resolve(null) : findJobByKey(ctx, dedupeKey);
}
