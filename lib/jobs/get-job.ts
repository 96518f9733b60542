import type { JobAnswer } from "@/lib/contracts/job";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { toJobAnswer } from "./job-answer";
import { getJobRow } from "./job-repository";

/** @throws AppError not_found */
export async function getJob(ctx: Context, id: number): Promise<JobAnswer> {
  requirePermission(ctx, "jobs:read");
  requireWholeChain(ctx);
  return toJobAnswer(await getJobRow(ctx, id));
}
