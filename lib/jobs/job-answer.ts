import type { JobAnswer } from "@/lib/contracts/job";
import type { Job } from "./job";

/** The payload stays inside: it is between whoever stored the job and its definition. */
export function toJobAnswer(job: Job): JobAnswer {
  return {
    id: job.id,
    kind: job.kind,
    status: job.status,
    attempts: job.attempts,
    progress: job.progress,
    progress_total: job.progressTotal,
    result: job.result,
    last_error: job.lastError,
    is_cancel_requested: job.isCancelRequested,
    every_seconds: job.everySeconds,
    created_by: job.createdBy,
    request_id: job.requestId,
    run_at: job.runAt.toISOString(),
    created_at: job.createdAt.toISOString(),
    updated_at: job.updatedAt.toISOString(),
    finished_at: job.finishedAt?.toISOString() ?? null,
  };
}
