import { recordAudit } from "@/lib/audit/record-audit";
import type { JsonObject } from "@/lib/contracts/common";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { type Approval, statusAt } from "./approval";
import { findPendingApprovals, insertApproval, settleApproval } from "./approval-repository";
import { expireApproval } from "./expire-approval";
import { siteOfApproval } from "./scope-of-approval";

/** How long somebody has to approve. */
const REQUEST_HOURS = 24;
const HOUR_MS = 3_600_000;

type Wanted = Pick<Approval, "kind" | "subjectType" | "subjectId" | "reasonCode" | "reason"> & {
  payload: JsonObject;
};

/**
 * Asks another person to approve; call it after `beginChange`.
 * @throws AppError conflict while one for the same subject waits
 */
export async function requestApproval(tx: TransactionContext, wanted: Wanted): Promise<Approval> {
  for (const earlier of await findPendingApprovals(tx, wanted.kind, wanted.subjectId)) {
    if (statusAt(earlier, tx.now()) === "pending") {
      throw new AppError(
        "conflict",
        `A request for ${wanted.subjectId} waits already (${earlier.id}, by ${earlier.requestedBy}); approve, refuse or withdraw it at POST /api/governance/approvals/${earlier.id}/decide.`,
      );
    }
    await expireApproval(tx, earlier);
  }
  const requestedAt = tx.now();
  const approval = await insertApproval(tx, {
    ...wanted,
    id: tx.newId(),
    requestedAt,
    expiresAt: new Date(requestedAt.getTime() + REQUEST_HOURS * HOUR_MS),
  });
  await recordAudit(tx, {
    action: "approval.request",
    subject: { type: "approval", id: approval.id },
    ...siteOfApproval(approval),
    reasonCode: wanted.reasonCode,
    reason: wanted.reason,
    after: {
      kind: wanted.kind,
      for: wanted.subjectId,
      payload: wanted.payload,
      ...("claimed_by" in wanted.payload && { claimed_by: wanted.payload["claimed_by"] }),
    },
  });
  return approval;
}

/** Takes back what waits for a subject, because somebody has just decided the opposite. */
export async function withdrawRequests(
  tx: TransactionContext,
  { kind, subjectId }: Pick<Approval, "kind" | "subjectId">,
  reason: string,
): Promise<void> {
  for (const waiting of await findPendingApprovals(tx, kind, subjectId)) {
    const { id } = waiting;
    if (await settleApproval(tx, id, { status: "withdrawn", reason })) {
      await recordAudit(tx, {
        action: "approval.withdraw",
        subject: { type: "approval", id },
        ...siteOfApproval(waiting),
        reason,
        before: { status: "pending" },
        after: { status: "withdrawn", kind, for: subjectId },
      });
    }
  }
}
