import { recordAudit } from "@/lib/audit/record-audit";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Approval } from "./approvals/approval";
import { type NewGateState, stateAt } from "./gate";
import { writeGate } from "./gate-repository";

/** Writes a gate's new state with its audit entry; call it after `beginChange`. */
export async function writeAuditedGate(
  tx: TransactionContext,
  key: string,
  change: NewGateState,
  claimedBy?: string,
): Promise<void> {
  const before = await writeGate(tx, key, change);
  await recordAudit(tx, {
    action: change.state === "authorized" ? "gate.authorize" : "gate.revoke",
    subject: { type: "gate", id: key },
    reasonCode: change.reasonCode,
    reason: change.note,
    before: { state: before },
    after: {
      state: change.state,
      ...(change.expiresAt && { expires_at: change.expiresAt.toISOString() }),
      ...(change.approvedBy && { requested_by: change.actorId, approved_by: change.approvedBy }),
      ...(claimedBy !== undefined && { claimed_by: claimedBy }),
    },
  });
}

/**
 * Opens the gate that somebody has asked for and the actor has approved.
 * @throws AppError conflict when it would have run out by now
 */
export async function authorizeApproved(tx: TransactionContext, approval: Approval): Promise<void> {
  const { payload, subjectId, requestedBy, reasonCode, reason } = approval;
  const claimedBy = payload["claimed_by"];
  const expiresAt = payload["expires_at"] ? new Date(String(payload["expires_at"])) : null;
  if (stateAt({ state: "authorized", expiresAt }, tx.now()) !== "authorized") {
    throw new AppError(
      "conflict",
      `The authorisation that was asked for ended at ${expiresAt?.toISOString()}; refuse it, and ask anew.`,
    );
  }
  const change = {
    state: "authorized",
    actorId: requestedBy,
    approvedBy: tx.actor.id,
    reasonCode,
    note: reason,
    expiresAt,
  } as const;
  await writeAuditedGate(
    tx,
    subjectId,
    change,
    claimedBy === undefined ? undefined : String(claimedBy),
  );
}
