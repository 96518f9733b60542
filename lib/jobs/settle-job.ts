import { recordAudit } from "@/lib/audit/record-audit";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction, keepBooks } from "@/lib/kernel/transaction";
import type { LeasedJob } from "./job";
import { LeaseLostError } from "./job-error";
import { settleLease } from "./lease-repository";
import type { Settlement } from "./settlement";

/**
 * Stores what became of a job, if this runner still holds it. That it died is a fact which others
 * follow, so that leaves an audit entry.
 */
export async function settleJob(
  ctx: Context,
  job: LeasedJob,
  settlement: Settlement,
): Promise<void> {
  requirePermission(ctx, "jobs:manage");
  if (settlement.status !== "dead") {
    await keepBooks(ctx, (tx) => settleLease(tx, job, settlement));
    return;
  }
  try {
    await inTransaction(ctx, async (tx) => {
      if (!(await settleLease(tx, job, settlement))) {
        throw new LeaseLostError();
      }
      await recordAudit(tx, {
        action: "job.dead",
        subject: { type: "job", id: job.id },
        after: { kind: job.kind, attempts: job.attempt, last_error: settlement.lastError ?? null },
      });
    });
  } catch (error) {
    if (!(error instanceof LeaseLostError)) {
      throw error;
    }
  }
}
