import type { JsonObject } from "@/lib/contracts/common";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { findJobByKey, findUnfinishedKeys, insertJob, insertJobs } from "./job-repository";

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

/** Many at once, to be done now: few statements where `enqueueJob` needs one for each. */
export async function enqueueJobs(
  tx: TransactionContext,
  jobs: readonly { tenantId: string; kind: string; payload: JsonObject; dedupeKey: string }[],
): Promise<void> {
  if (jobs.length === 0) {
    return;
  }
  tx.wakeUps.add("job");
  const runAt = tx.now();
  await insertJobs(
    tx,
    jobs.map((job) => ({ ...job, runAt, progressTotal: null })),
  );
}

/** @returns those of the keys whose jobs wait or run */
export function findUnfinishedJobs(
  ctx: Context,
  wanted: { tenantIds: readonly string[]; dedupeKeys: readonly string[] },
): Promise<Set<string>> {
  return findUnfinishedKeys(ctx, wanted);
}

/** @returns the id of the job that was stored under this key before, if any */
export function findEnqueuedJob(
  ctx: Context,
  dedupeKey: string | undefined,
): Promise<number | null> {
  return dedupeKey === undefined ? Promise.resolve(null) : findJobByKey(ctx, dedupeKey);
}
