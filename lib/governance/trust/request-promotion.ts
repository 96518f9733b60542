import { holdTrustScope, type Promotion, promoteScope, promotionOf } from "@/lib/ame/promote-scope";
import type { RequestPromotion } from "@/lib/contracts/ame-trust";
import type { ApprovalAnswer } from "@/lib/contracts/approval";
import { AppError } from "@/lib/kernel/app-error";
import { assertSignedIn } from "@/lib/kernel/authority";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { getSettings } from "@/lib/platform/settings";
import { type Approval, toApprovalAnswer } from "../approvals/approval";
import { requestApproval } from "../approvals/request-approval";
import { beginChange } from "../head-repository";

/**
 * Asks another person to let a scope act with less supervision. Only what the evidence allows can be
 * asked for, and it is looked at again when it is approved.
 * @throws AppError not_found, blocked for a machine and a key, conflict when a condition is not met, when nobody needs to approve it,
 *   or while a request waits
 */
export async function requestPromotion(
  ctx: Context,
  id: number,
  { reason_code, reason }: RequestPromotion,
): Promise<ApprovalAnswer> {
  requirePermission(ctx, "trust:manage");
  const approval = await inTransaction(ctx, async (tx) => {
    const held = await holdTrustScope(tx, id);
    assertSignedIn(tx);
    const promotion = promotionOf(held);
    assertAsked(promotion);
    await beginChange(tx);
    return requestApproval(tx, {
      ...{ kind: "trust.promote", subjectType: "trust_scope", subjectId: String(id) },
      ...{ reasonCode: reason_code, reason },
      payload: toPayload(promotion),
    });
  });
  return toApprovalAnswer(approval, ctx.now());
}

/** Takes the step that somebody has asked for and the actor has approved. */
export async function promoteApproved(tx: TransactionContext, approval: Approval): Promise<void> {
  const { subjectId, payload, reasonCode, reason, requestedBy } = approval;
  const from = String(payload["from"]);
  await promoteScope(tx, Number(subjectId), { from, reasonCode, reason, requestedBy });
}

function assertAsked({ from, to }: Promotion): void {
  if (!getSettings().fourEyes || from === "observe") {
    throw new AppError(
      "conflict",
      `The step from ${from} to ${to} needs nobody's approval here; the next good news takes it.`,
    );
  }
}

function toPayload({ siteId, ...promotion }: Promotion) {
  return { ...promotion, site_id: siteId };
}
