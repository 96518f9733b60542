import type { z } from "zod";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context, TransactionContext } from "@/lib/kernel/context";

/** What a job is given while it runs. */
export interface RunningJob<Payload> {
  id: number;
  payload: Payload;
  /** 1 on the first try */
  attempt: number;
  /** how far an earlier try had come */
  progress: number;
  /** acts as the system, for the tenant that wanted the job */
  ctx: Context;
  /** aborted when the job is cancelled, its lease is lost or the process stops */
  signal: AbortSignal;
  /**
   * One step of the work, in one transaction that needs an audit entry and commits only while this
   * runner holds the lease; `progress` is stored with it. So an effect happens once, however often
   * the job is tried, if the job starts from `progress`.
   * @throws LeaseLostError when another runner has taken the job over; JobCancelledError
   */
  step<T>(work: (tx: TransactionContext) => Promise<T>, progress?: number): Promise<T>;
}

/** A kind of background work. At least once, with effects once through `step`. */
export interface JobDefinition<Payload = unknown> {
  /** domain and verb, e.g. `webhook.deliver` */
  kind: string;
  payload: z.ZodType<Payload>;
  /** seconds before the second, third … try; after the last one the job is dead */
  retryDelaysSeconds: readonly number[];
  /** the share of a runner's slots that this kind may hold at once, above 0 to 1; one slot at least */
  maxShare?: number;
  /** for a schedule: stored by itself and run again and again */
  everySeconds?: number;
  /** @returns the result that GET /api/jobs/{id} shows */
  run(job: RunningJob<Payload>): Promise<JsonObject | undefined>;
}

/** Keeps the payload type while a job is defined, and drops it for the registry. */
export function defineJob<Payload>(job: JobDefinition<Payload>): JobDefinition {
  return job as JobDefinition;
}
