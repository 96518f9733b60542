import type { Page } from "@/lib/contracts/common";
import type { JobAnswer, JobStatus } from "@/lib/contracts/job";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { toJobAnswer } from "./job-answer";
import { findJobs } from "./job-repository";

/** One page of the tenant's jobs, newest first. */
export async function listJobs(
  ctx: Context,
  query: {
    limit: number;
    cursor?: string | undefined;
    status?: JobStatus | undefined;
    kind?: string | undefined;
  },
): Promise<Page<JobAnswer>> {
  requirePermission(ctx, "jobs:read");
  requireWholeChain(ctx);
  const jobs = await findJobs(ctx, {
    limit: query.limit + 1,
    beforeId: decodeIdCursor(query.cursor),
    status: query.status,
    kind: query.kind,
  });
  return toPage(jobs.map(toJobAnswer), query.limit, ({ id }) => [id]);
}
