import { holdTrustScope } from "@/lib/ame/promote-scope";
import { recordAudit } from "@/lib/audit/record-audit";
import { isSameBehind } from "@/lib/auth/people/who-stands-behind";
import type { ApprovalAnswer, DecideApproval } from "@/lib/contracts/approval";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction, relyUntil } from "@/lib/kernel/transaction";
import { authorizeApproved } from "../authorize-gate";
import { assertPerson } from "../break-glass/break-glass";
import { beginChange } from "../head-repository";
import { dropRest } from "../kill-switch/drop-trust-job";
import { releaseApproved } from "../kill-switch/release-switch";
import { requireScope } from "../kill-switch/require-scope";
import { promoteApproved } from "../trust/request-promotion";
import { type Approval, statusAt, toApprovalAnswer } from "./approval";
import { getApprovalRow, settleApproval } from "./approval-repository";
import { endUndecided } from "./expire-approval";
import { lostRights, NEEDED } from "./lost-rights";
import { scopeOfApproval, siteOfApproval } from "./scope-of-approval";

const STATUS_AFTER = { approve: "approved", refuse: "refused", withdraw: "withdrawn" } as const;

/**
 * Approves and carries out, or refuses, what somebody else has asked for; or withdraws one's own.
 * Only a person approves: whoever may make keys could else answer themselves with one.
 * @throws AppError not_found, conflict when it is decided or too old, or when whoever asked may not
 *   ask for it any more, which ends it; forbidden for one's own, for a machine that approves, and for
 *   what reaches beyond the sites of the credentials
 */
export async function decideApproval(
  ctx: Context,
  id: string,
  { decision, reason }: DecideApproval,
): Promise<ApprovalAnswer> {
  requirePermission(ctx, "gates:write");
  const { answer, lost } = await inTransaction(
    ctx,
    async (tx) => {
      await holdFirst(tx, id, decision);
      await beginChange(tx);
      const before = await getApprovalRow(tx, id);
      assertMay(tx, before, decision);
      assertPending(before, tx.now());
      relyUntil(tx, before.expiresAt);
      await assertWho(tx, before, decision);
      const reasonLost = decision === "approve" ? await lostRights(tx, before) : null;
      if (reasonLost !== null) {
        await endUndecided(tx, before, reasonLost);
      } else {
        await settle(tx, before, { decision, reason });
      }
      const after = toApprovalAnswer(await getApprovalRow(tx, id), tx.now());
      return { answer: after, lost: reasonLost };
    },
    { isUrgent: true },
  );
  if (lost !== null) {
    // Thrown once it is committed that the request has ended.
    throw new AppError("conflict", `The request has ended: ${lost}. Ask for it yourself.`);
  }
  return answer;
}

/**
 * Whoever acts holds a trust scope before the head, so an approval that moves one does so too.
 * @throws AppError not_found
 */
async function holdFirst(
  tx: TransactionContext,
  id: string,
  decision: DecideApproval["decision"],
): Promise<void> {
  const approval = await getApprovalRow(tx, id);
  if (decision === "approve" && approval.kind === "trust.promote") {
    await holdTrustScope(tx, Number(approval.subjectId));
  }
  if (decision === "approve" && approval.kind === "kill_switch.release") {
    await dropRest(tx, scopeOfApproval(approval));
  }
}

async function settle(
  tx: TransactionContext,
  before: Approval,
  { decision, reason }: DecideApproval,
): Promise<void> {
  const { id } = before;
  const status = STATUS_AFTER[decision];
  if (!(await settleApproval(tx, id, { status, reason }))) {
    throw alreadyDecided((await getApprovalRow(tx, id)).status);
  }
  await recordAudit(tx, {
    action: `approval.${decision}`,
    subject: { type: "approval", id },
    ...siteOfApproval(before),
    reason,
    before: { status: "pending", requested_by: before.requestedBy },
    after: { status, kind: before.kind, for: before.subjectId },
  });
  if (decision === "approve") {
    await carryOut(tx, before);
  }
}

async function carryOut(tx: TransactionContext, approval: Approval): Promise<void> {
  switch (approval.kind) {
    case "gate.authorize":
      await authorizeApproved(tx, approval);
      return;
    case "kill_switch.release":
      await releaseApproved(tx, approval);
      return;
    case "trust.promote":
      await promoteApproved(tx, approval);
      return;
  }
}

/** To withdraw one's own takes no more than to have asked. */
function assertMay(
  tx: TransactionContext,
  approval: Approval,
  decision: DecideApproval["decision"],
): void {
  if (decision === "withdraw") {
    return;
  }
  requirePermission(tx, NEEDED[approval.kind]);
  if (decision === "approve") {
    assertPerson(tx, "approves what somebody asks for");
  }
  requireScope(tx, scopeOfApproval(approval));
}

function assertPending(approval: Approval, now: Date): void {
  const status = statusAt(approval, now);
  if (status === "expired") {
    throw new AppError(
      "conflict",
      `The request expired at ${approval.expiresAt.toISOString()}; ask anew.`,
    );
  }
  if (status !== "pending") {
    throw alreadyDecided(status);
  }
}

/** A person and that person's personal key are one actor; a machine's key is whoever made it. */
async function assertWho(
  tx: TransactionContext,
  { requestedBy }: Approval,
  decision: DecideApproval["decision"],
): Promise<void> {
  const isOwn = tx.actor.id === requestedBy;
  if (decision === "withdraw" && !isOwn) {
    throw new AppError(
      "forbidden",
      `Only ${requestedBy} withdraws this request; refuse it instead.`,
    );
  }
  if (decision === "approve" && isOwn) {
    throw new AppError(
      "forbidden",
      "Nobody approves a request of their own; ask another person who may, or withdraw it.",
    );
  }
  if (decision === "refuse" && isOwn) {
    throw new AppError("forbidden", "This request is your own; withdraw it instead.");
  }
  if (decision === "approve" && (await isSameBehind(tx, requestedBy, tx.actor.id))) {
    throw new AppError(
      "forbidden",
      `${requestedBy} has asked for it, and you stand behind it, or nobody can tell who does: nobody approves a request of their own. Ask another person who may, or refuse it.`,
    );
  }
}

function alreadyDecided(status: string): AppError {
  return new AppError("conflict", `The request is ${status} already; reload the list.`);
}
