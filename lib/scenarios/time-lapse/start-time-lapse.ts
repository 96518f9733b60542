import { recordAudit } from "@/lib/audit/record-audit";
import type { StartTimeLapse } from "@/lib/contracts/time-lapse";
import { enqueueJob, findEnqueuedJob } from "@/lib/jobs/enqueue-job";
import { isFinished } from "@/lib/jobs/job";
import { findNewestJob, getJobTicket } from "@/lib/jobs/newest-job";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { LAPSE_SITE } from "@/lib/workflows/site-of-new-case";
import { PARTS_A_DAY } from "./play-part";
import { TIME_LAPSE_KIND } from "./time-lapse-job";

/**
 * Has days of a simulated chain played by a job, in a site of their own; what an earlier run left
 * there goes. @throws AppError conflict while a run is going on
 */
export async function startTimeLapse(ctx: Context, input: StartTimeLapse) {
  requirePermission(ctx, "demo:manage");
  requireWholeChain(ctx);
  const id = (await findEnqueuedJob(ctx, ctx.onceKey)) ?? (await order(ctx, input));
  return getJobTicket(ctx, id);
}

function order(ctx: Context, { seed, days, drift_day, drift_days }: StartTimeLapse) {
  return inTransaction(ctx, async (tx) => {
    await assertNoneRuns(tx);
    const id = await enqueueJob(tx, {
      kind: TIME_LAPSE_KIND,
      payload: { seed, days, drift_day, drift_days },
      progressTotal: days * PARTS_A_DAY,
      dedupeKey: ctx.onceKey,
    });
    await recordAudit(tx, {
      action: "demo.time_lapse",
      subject: { type: "job", id },
      siteId: LAPSE_SITE,
      after: { seed, days, drift_day, drift_days },
    });
    return id;
  });
}

async function assertNoneRuns(tx: TransactionContext): Promise<void> {
  const newest = await findNewestJob(tx, TIME_LAPSE_KIND);
  if (newest && !isFinished(newest)) {
    throw new AppError(
      "conflict",
      `A time-lapse is under way; wait for it, or cancel it at POST /api/jobs/${newest.id}/cancel.`,
    );
  }
}
