import { recordAudit } from "@/lib/audit/record-audit";
import type { JobAnswer } from "@/lib/contracts/job";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { toJobAnswer } from "./job-answer";
import { cancelUnfinished, getJobRow } from "./job-repository";

/**
 * Cancels a job: at once while it waits; a running one stops before its next step. A schedule stays
 * off until it is redriven.
 * @throws AppError not_found, or conflict when it has finished
 */
export function cancelJob(ctx: Context, id: number): Promise<JobAnswer> {
  requirePermission(ctx, "jobs:manage");
  requireWholeChain(ctx);
  return inTransaction(ctx, async (tx) => {
    const before = await getJobRow(tx, id);
    if (!(await cancelUnfinished(tx, id))) {
      const { status } = await getJobRow(tx, id);
      throw new AppError(
        "conflict",
        `Job ${id} is ${status}; only an unfinished job is cancelled.`,
      );
    }
    const after = await getJobRow(tx, id);
    await recordAudit(tx, {
      action: "job.cancel",
      subject: { type: "job", id },
      before: { kind: before.kind, status: before.status },
      after: { status: after.status, is_cancel_requested: true },
    });
    tx.wakeUps.add("job");
    return toJobAnswer(after);
  });
}
