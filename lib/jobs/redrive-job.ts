import { recordAudit } from "@/lib/audit/record-audit";
import type { JobAnswer } from "@/lib/contracts/job";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { toJobAnswer } from "./job-answer";
import { getJobRow, restartJob } from "./job-repository";

/**
 * Gives a dead or cancelled job all its tries again; it goes on from where it had come to.
 * @throws AppError not_found, or conflict when it is neither
 */
export function redriveJob(ctx: Context, id: number): Promise<JobAnswer> {
  requirePermission(ctx, "jobs:manage");
  requireWholeChain(ctx);
  return inTransaction(ctx, async (tx) => {
    const before = await getJobRow(tx, id);
    if (!(await restartJob(tx, id))) {
      throw new AppError(
        "conflict",
        `Job ${id} is ${before.status}; only a dead or cancelled job can be redriven.`,
      );
    }
    await recordAudit(tx, {
      action: "job.redrive",
      subject: { type: "job", id },
      before: { kind: before.kind, status: before.status, attempts: before.attempts },
      after: { status: "waiting", attempts: 0 },
    });
    tx.wakeUps.add("job");
    return toJobAnswer(await getJobRow(tx, id));
  });
}
