import { setImmediate } from "node:timers/promises";
import type { Context } from "@/lib/kernel/context";
import { inTransaction } from "@/lib/kernel/transaction";
import type { LeasedJob } from "./job";
import type { JobDefinition, RunningJob } from "./job-definition";
import {
  JobCancelledError,
  LeaseLostError,
  PermanentJobError,
  RunnerStoppedError,
} from "./job-error";
import { keepLease } from "./lease-repository";
import type { JobEnd } from "./settlement";
import { summariseError } from "./summarise-error";

/** One try of a leased job. Never throws: whatever happens is an end. */
export async function runJob(
  definition: JobDefinition | undefined,
  job: LeasedJob,
  run: { ctx: Context; signal: AbortSignal; leaseMs: number },
): Promise<JobEnd> {
  if (job.isCancelRequested) {
    return { kind: "cancelled" };
  }
  try {
    const known = assertRunnable(definition, job);
    const payload = parsePayload(known, job);
    const result = await known.run({
      id: job.id,
      attempt: job.attempt,
      progress: job.progress,
      payload,
      ctx: run.ctx,
      signal: run.signal,
      step: stepOf(job, run),
    });
    return { kind: "done", result };
  } catch (error) {
    return endOf(error, run.signal);
  }
}

function assertRunnable(definition: JobDefinition | undefined, job: LeasedJob): JobDefinition {
  if (!definition) {
    throw new PermanentJobError(`This version knows no job of the kind ${job.kind}.`);
  }
  // Only tries that ended with their process get here; those that failed are dead by then.
  if (job.everySeconds === null && job.attempt > definition.retryDelaysSeconds.length + 1) {
    throw new PermanentJobError("Its process has died on every try.");
  }
  return definition;
}

function parsePayload(definition: JobDefinition, job: LeasedJob): unknown {
  const parsed = definition.payload.safeParse(job.payload);
  if (parsed.success) {
    return parsed.data;
  }
  const faults = parsed.error.issues.map(({ path, code }) => `${path.join(".")} ${code}`);
  throw new PermanentJobError(`The payload does not fit: ${faults.join("; ")}.`);
}

/** The lease is looked at last, so that its row is held for little more than the commit. */
function stepOf(
  job: LeasedJob,
  { ctx: jobCtx, signal, leaseMs }: { ctx: Context; signal: AbortSignal; leaseMs: number },
): RunningJob<unknown>["step"] {
  return async (work, progress) => {
    // SQLite answers without ever letting go of the thread; requests get their turn here.
    await setImmediate();
    signal.throwIfAborted();
    return inTransaction(jobCtx, async (tx) => {
      const done = await work(tx);
      const until = new Date(jobCtx.now().getTime() + leaseMs);
      const lease = await keepLease(tx, job, { until, progress });
      if (lease === "lost") {
        throw new LeaseLostError();
      }
      if (lease === "cancelled") {
        throw new JobCancelledError();
      }
      return done;
    });
  };
}

/** An aborted job may fail with any error; the reason it was aborted for counts. */
function endOf(thrown: unknown, signal: AbortSignal): JobEnd {
  const ours = [thrown, signal.aborted ? signal.reason : null];
  if (ours.some((error) => error instanceof LeaseLostError)) {
    return { kind: "lost" };
  }
  if (ours.some((error) => error instanceof JobCancelledError)) {
    return { kind: "cancelled" };
  }
  if (ours.some((error) => error instanceof RunnerStoppedError)) {
    return { kind: "stopped" };
  }
  return { kind: "failed", error: thrown, summary: summariseError(thrown) };
}
