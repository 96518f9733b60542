import { getStanding, toAmeAnswer } from "@/lib/ame/get-standing";
import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Execute } from "@/lib/contracts/automation";
import { assertGateOpen } from "@/lib/governance/assert-gate-open";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { getSettings } from "@/lib/platform/settings";
import type { AfterChange } from "@/lib/workflows/after-change";
import type { Case } from "@/lib/workflows/case";
import { readWorkflow } from "@/lib/workflows/get-workflow";
import { lockCase } from "@/lib/workflows/lock-case";
import { planAction, undoMinutesOf } from "./action-registry";
import { applyEffects } from "./apply-effects";
import { toDashboardItem } from "./dashboard-item";
import { executedTrigger } from "./executed-trigger";
import { insertExecution } from "./execution-repository";
import { forecastOf, scopeOf } from "./forecast-of";
import { holdProposal } from "./hold-proposal";
import { loadSubject } from "./load-subject";
import { hasMoved, markStale, type StaleProposal } from "./mark-stale";
import { outcomeDueAt } from "./outcome-due-at";
import type { Execution } from "./proposal";
import { toProposalAnswer } from "./proposal-answer";
import { assertNotExpired } from "./proposal-expiry";
import {
  claimProposal,
  getProposal,
  getProposalWithHistory,
  retireProposals,
} from "./proposal-repository";

export type ExecutionResult =
  | { kind: "executed"; execution: Execution; case: Case; auditId: number }
  | ({ kind: "stale" } & StaleProposal);

/** Runs an approved proposal. `executed_by` is kept as a note; who ran it comes from the credentials. */
export async function executeProposal(
  ctx: Context,
  id: string,
  input: Execute,
  afterChange: AfterChange,
) {
  requirePermission(ctx, "proposals:execute");
  const result = await inTransaction(ctx, async (tx) => {
    const ran = await executeInTransaction(tx, id, input.executed_by);
    if (ran.kind === "stale") {
      await recordAudit(tx, ran.audit);
      return ran;
    }
    await afterChange(tx, ran.execution.caseId, executedTrigger([ran.execution]));
    const proposal = await getProposalWithHistory(tx, id);
    const workflow = await readWorkflow(tx, proposal.caseId);
    return { ...ran, proposal, workflow };
  });
  if (result.kind === "stale") {
    throw result.conflict;
  }
  const { proposal, execution } = result;
  const scope = scopeOf(proposal.siteId, proposal.queue, proposal.actionType);
  const standing = await getStanding(ctx, scope);
  return {
    ok: true as const,
    proposal: toProposalAnswer(proposal),
    case: toDashboardItem(result.workflow),
    ame: toAmeAnswer(standing, { confidence: proposal.confidence, safety: proposal.safetyScore }),
    ame_stage: standing.stage,
    execution_id: execution.id,
    reversible_until: execution.reversibleUntil?.toISOString() ?? null,
  };
}

/**
 * The only place where an action takes effect: lock, claim, plan, gate, apply, evidence, audit.
 * @param assertGate what the gate must be; automation that has earned it asks for less
 * @throws AppError conflict when it is not approved, blocked when its gate is closed
 */
export async function executeInTransaction(
  tx: TransactionContext,
  id: string,
  claimedBy: string | null,
  assertGate = assertGateOpen,
): Promise<ExecutionResult> {
  const locked = await lockCase(tx, (await getProposal(tx, id)).caseId);
  const before = await holdProposal(tx, id);
  assertNotExpired(before, tx.now(), getSettings().proposalExpiresHours);
  const stamp = { executedBy: tx.actor.id, executedAt: tx.now() };
  if (before.status === "approved" && hasMoved(locked, before)) {
    return { kind: "stale", ...(await markStale(tx, before, locked)) };
  }
  if (!(await claimProposal(tx, id, { from: "approved", to: "executed" }, stamp))) {
    throw new AppError(
      "conflict",
      `Only approved proposals can be executed; this one is ${before.status}. Reload the case; approve it, or propose anew.`,
    );
  }
  const subject = await loadSubject(tx, locked, before.payload);
  const plan = planAction(subject, before.actionType, before.payload);
  await assertGate(tx, plan.gate);

  const reversibleUntil = reversibleUntilOf(before.actionType, tx.now());
  const { case: after, applied } = await applyEffects(tx, locked, plan.effects, {
    event: before.actionType,
    sendAt: reversibleUntil ?? tx.now(),
  });
  const outdated = await retireProposals(tx, after);
  const execution = await insertExecution(tx, {
    siteId: before.siteId,
    caseId: before.caseId,
    proposalId: before.id,
    actionType: before.actionType,
    gateKey: plan.gate,
    effects: applied,
    moveCount: after.moveCount,
    reversibleUntil,
    // What a person approved is judged by that; what ran by itself, by how it turned out.
    outcomeDueAt: before.decidedBy === null ? outcomeDueAt(reversibleUntil ?? tx.now()) : null,
  });
  await recordEvidence(tx, forecastOf(before), { kind: "executed", executionId: execution.id });
  const auditId = await recordAudit(tx, {
    action: "proposal.execute",
    subject: { type: "execution", id: execution.id },
    caseId: before.caseId,
    siteId: before.siteId,
    before: { queue: locked.queue, insurance: locked.insurance },
    after: {
      label: before.label,
      queue: after.queue,
      insurance: after.insurance,
      gate: plan.gate,
      claimed_by: claimedBy,
      outdated_proposals: outdated,
      effects: applied.map((effect) => effect.kind),
    },
  });
  return { kind: "executed", execution, case: after, auditId };
}

function reversibleUntilOf(actionType: string, now: Date): Date | null {
  const minutes = undoMinutesOf(actionType);
  return minutes === null ? null : new Date(now.getTime() + minutes * 60_000);
}
