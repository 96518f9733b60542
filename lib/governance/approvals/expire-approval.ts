import { recordAudit } from "@/lib/audit/record-audit";
import type { TransactionContext } from "@/lib/kernel/context";
import { type Approval, statusAt } from "./approval";
import { settleApproval } from "./approval-repository";

/** Marks a request that nobody has approved in time. @returns false when it is not due, or decided */
export async function expireApproval(
  tx: TransactionContext,
  { id, kind, subjectId, ...approval }: Approval,
): Promise<boolean> {
  const isDue = approval.status === "pending" && statusAt(approval, tx.now()) === "expired";
  const end = { status: "expired", reason: "Nobody approved it in time" } as const;
  if (!(isDue && (await settleApproval(tx, id, end)))) {
    return false;
  }
  await recordAudit(tx, {
    action: "approval.expire",
    subject: { type: "approval", id },
    before: { status: "pending", requested_by: approval.requestedBy },
    after: { status: "expired", kind, for: subjectId },
  });
  return true;
}
