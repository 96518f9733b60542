import { recordAudit } from "@/lib/audit/record-audit";
import type { TransactionContext } from "@/lib/kernel/context";
import { type Approval, statusAt } from "./approval";
import { settleApproval } from "./approval-repository";
import { siteOfApproval } from "./scope-of-approval";

/** Marks a request that nobody has approved in time. @returns false when it is not due, or decided */
export async function expireApproval(tx: TransactionContext, approval: Approval): Promise<boolean> {
  const isDue = approval.status === "pending" && statusAt(approval, tx.now()) === "expired";
  return isDue && endUndecided(tx, approval, "Nobody approved it in time");
}

/** Ends a request by nobody's decision. @returns false when somebody has decided it */
export async function endUndecided(
  tx: TransactionContext,
  approval: Approval,
  reason: string,
): Promise<boolean> {
  const { id, kind, subjectId, requestedBy } = approval;
  if (!(await settleApproval(tx, id, { status: "expired", reason }))) {
    return false;
  }
  await recordAudit(tx, {
    action: "approval.expire",
    subject: { type: "approval", id },
    ...siteOfApproval(approval),
    reason,
    before: { status: "pending", requested_by: requestedBy },
    after: { status: "expired", kind, for: subjectId },
  });
  return true;
}
