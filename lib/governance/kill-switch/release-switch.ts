import { recordAudit } from "@/lib/audit/record-audit";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Approval } from "../approvals/approval";
import { scopeOfApproval } from "../approvals/scope-of-approval";
import { type Scope, scopeId, scopeLabel, siteOf } from "./kill-switch";
import { releaseSwitch } from "./kill-switch-repository";

/**
 * Lets automation run again in a scope; call it after `beginChange`.
 * @throws AppError conflict when it was not stopped
 */
export async function releaseAudited(
  tx: TransactionContext,
  scope: Scope,
  why: { reasonCode: string; reason: string; requestedBy?: string },
): Promise<void> {
  if (!(await releaseSwitch(tx, scope))) {
    throw notEngaged(scope);
  }
  await recordAudit(tx, {
    action: "kill_switch.release",
    subject: { type: "kill_switch", id: scopeId(scope) },
    ...siteOf(scope),
    reasonCode: why.reasonCode,
    reason: why.reason,
    before: { engaged: true },
    after: {
      engaged: false,
      ...(why.requestedBy !== undefined && {
        requested_by: why.requestedBy,
        approved_by: tx.actor.id,
      }),
    },
  });
}

/** Carries out the release that somebody has asked for and the actor has approved. */
export async function releaseApproved(tx: TransactionContext, approval: Approval): Promise<void> {
  const { reasonCode, reason, requestedBy } = approval;
  await releaseAudited(tx, scopeOfApproval(approval), { reasonCode, reason, requestedBy });
}

export function notEngaged(scope: Scope): AppError {
  return new AppError(
    "conflict",
    `Automation is not stopped for ${scopeLabel(scope)}; see GET /api/governance/kill-switch.`,
  );
}
