import type { JsonObject } from "@/lib/contracts/common";
import type { JobStatus } from "@/lib/contracts/job";
import type { LeasedJob } from "./job";
import { PermanentJobError, RetryJobError } from "./job-error";

/** How a try ended. */
export type JobEnd =
  | { kind: "done"; result: JsonObject | undefined }
  | { kind: "failed"; error: unknown; summary: string }
  | { kind: "cancelled" }
  | { kind: "stopped" }
  | { kind: "lost" };

/** What a job is after a try. */
export interface Settlement {
  status: JobStatus;
  runAt?: Date;
  attempts?: number;
  progress?: number;
  result?: JsonObject;
  lastError?: string | null;
  finishedAt?: Date;
}

type TriedJob = Pick<LeasedJob, "attempt" | "runAt" | "everySeconds" | "token">;

/** Decides what becomes of a job after a try: finished, again later, or dead. */
export function settlementOf(
  job: TriedJob,
  retryDelaysSeconds: readonly number[],
  end: Exclude<JobEnd, { kind: "lost" }>,
  now: Date,
): Settlement {
  switch (end.kind) {
    case "cancelled":
      return { status: "cancelled", finishedAt: now };
    case "stopped":
      return { status: "waiting", attempts: job.attempt - 1 };
    case "done":
      return afterSuccess(job, end.result, now);
    case "failed":
      return afterFailure(job, retryDelaysSeconds, end, now);
  }
}

function afterSuccess(job: TriedJob, result: JsonObject | undefined, now: Date): Settlement {
  const done = { lastError: null, ...(result && { result }) };
  return job.everySeconds === null
    ? { ...done, status: "succeeded", finishedAt: now }
    : { ...done, ...nextRound(job.runAt, job.everySeconds, now) };
}

function afterFailure(
  job: TriedJob,
  retryDelaysSeconds: readonly number[],
  { error, summary: lastError }: { error: unknown; summary: string },
  now: Date,
): Settlement {
  if (job.everySeconds !== null) {
    return { lastError, ...nextRound(job.runAt, job.everySeconds, now) };
  }
  const usualSeconds = retryDelaysSeconds[job.attempt - 1];
  if (error instanceof PermanentJobError || usualSeconds === undefined) {
    return { lastError, status: "dead", finishedAt: now };
  }
  const askedSeconds = error instanceof RetryJobError ? error.afterSeconds : null;
  const delayMs = (askedSeconds ?? usualSeconds * jitterOf(job.token)) * 1000;
  return { lastError, status: "waiting", runAt: new Date(now.getTime() + delayMs) };
}

/** The first of its times that is still to come: what was missed while nobody ran is not made up for. */
function nextRound(runAt: Date, everySeconds: number, now: Date): Settlement {
  const everyMs = everySeconds * 1000;
  const roundsGone = Math.max(0, Math.floor((now.getTime() - runAt.getTime()) / everyMs));
  return {
    status: "waiting",
    runAt: new Date(runAt.getTime() + (roundsGone + 1) * everyMs),
    attempts: 0,
    progress: 0,
  };
}

/** 1 … 1.1, from the random end of the lease's id: jobs that failed together do not all come back together. */
function jitterOf(token: string): number {
  return 1 + Number.parseInt(token.slice(-4), 16) / 0xffff / 10;
}
