import type { ApprovalAnswer, ApprovalKind, ApprovalStatus } from "@/lib/contracts/approval";
import type { JsonObject } from "@/lib/contracts/common";
import { toWords } from "@/lib/format/words";

/** What one person has asked for and another one is to approve. */
export interface Approval {
  id: string;
  kind: ApprovalKind;
  subjectType: string;
  subjectId: string;
  payload: JsonObject;
  status: ApprovalStatus;
  requestedBy: string;
  requestedRole: string;
  reasonCode: string;
  reason: string;
  requestedAt: Date;
  expiresAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
}

/** Its status at a moment, even if nothing has marked it as expired yet. */
export function statusAt(
  approval: Pick<Approval, "status" | "expiresAt">,
  now: Date,
): ApprovalStatus {
  return approval.status === "pending" && approval.expiresAt <= now ? "expired" : approval.status;
}

export function toApprovalAnswer(approval: Approval, now: Date): ApprovalAnswer {
  return {
    id: approval.id,
    kind: approval.kind,
    subject: { type: approval.subjectType, id: approval.subjectId },
    summary: summaryOf(approval),
    payload: approval.payload,
    status: statusAt(approval, now),
    requested_by: approval.requestedBy,
    requested_role: approval.requestedRole,
    requested_at: approval.requestedAt.toISOString(),
    expires_at: approval.expiresAt.toISOString(),
    reason_code: approval.reasonCode,
    reason: approval.reason,
    decided_by: approval.decidedBy,
    decided_at: approval.decidedAt?.toISOString() ?? null,
    decision_reason: approval.decisionReason,
  };
}

/** With the name of who asked, where the page shows it. */
export function withNames(
  answer: ApprovalAnswer,
  names: ReadonlyMap<string, string>,
): ApprovalAnswer {
  return { ...answer, requested_by_name: names.get(answer.requested_by) ?? null };
}

function summaryOf({ kind, payload, subjectId }: Approval): string {
  const label = String(payload["label"] ?? subjectId);
  switch (kind) {
    case "gate.authorize":
      return `Open the gate: ${label}`;
    case "kill_switch.release":
      return `Let automation run again for ${label}`;
    case "trust.promote":
      return `Let ${label} go on to ${toWords(String(payload["to"])).toLowerCase()}`;
  }
}
