import { getStanding, toAmeAnswer } from "@/lib/ame/get-standing";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Execute } from "@/lib/contracts/automation";
import type { GatePass } from "@/lib/governance/assert-gate-open";
import { assertRunning } from "@/lib/governance/kill-switch/assert-running";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { getSettings } from "@/lib/platform/settings";
import type { AfterChange } from "@/lib/workflows/after-change";
import type { Case } from "@/lib/workflows/case";
import { readWorkflow } from "@/lib/workflows/get-workflow";
import { lockCase } from "@/lib/workflows/lock-case";
import { undoMinutesOf } from "./action-registry";
import { applyPlan } from "./apply-plan";
import { toDashboardItem } from "./dashboard-item";
import { evidenceHashOf } from "./evidence-of";
import { executedTrigger } from "./executed-trigger";
import { type ExecutionMode, ON_REQUEST } from "./execution-mode";
import { scopeOf } from "./forecast-of";
import { holdProposal } from "./hold-proposal";
import { keepExecution } from "./keep-execution";
import { loadSubject } from "./load-subject";
import { hasMoved, markStale, type StaleProposal } from "./mark-stale";
import type { Execution, Proposal } from "./proposal";
import { toProposalAnswer } from "./proposal-answer";
import { assertNotExpired } from "./proposal-expiry";
import {
  claimProposal,
  getProposal,
  getProposalWithHistory,
  retireProposals,
} from "./proposal-repository";
import type { WhoseAct } from "./whose-act";

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
    const answer = toProposalAnswer(proposal, ran.case);
    return { ...ran, proposal, answer, workflow };
  });
  if (result.kind === "stale") {
    throw result.conflict;
  }
  const { proposal, execution } = result;
  const scope = scopeOf(proposal.siteId, proposal.queue, proposal.actionType);
  const standing = await getStanding(ctx, scope);
  return {
    ok: true as const,
    proposal: result.answer,
    case: toDashboardItem(result.workflow),
    ame: toAmeAnswer(standing, { confidence: proposal.confidence, safety: proposal.safetyScore }),
    ame_stage: standing.stage,
    execution_id: execution.id,
    reversible_until: execution.reversibleUntil?.toISOString() ?? null,
  };
}

/**
 * The only place where an action takes effect: lock, claim, plan, policy, gate, apply, evidence, audit.
 * @throws AppError conflict when it is not approved, blocked when its gate is closed, blocked or
 *   forbidden when N1–N14 deny it
 */
export async function executeInTransaction(
  tx: TransactionContext,
  id: string,
  claimedBy: string | null,
  mode: ExecutionMode = ON_REQUEST,
): Promise<ExecutionResult> {
  const locked = await lockCase(tx, (await getProposal(tx, id)).caseId);
  const before = await holdProposal(tx, id);
  assertNotExpired(before, tx.now(), getSettings());
  await assertRunning(tx, {
    siteId: before.siteId,
    queue: before.queue,
    actionType: before.actionType,
  });
  const stamp = { executedBy: tx.actor.id, executedAt: tx.now() };
  if (before.status === "approved" && hasMoved(locked, before)) {
    return { kind: "stale", ...(await markStale(tx, before, locked)) };
  }
  if (before.status === "approved" && hasChanged(before, locked)) {
    const reason = `Case ${locked.id} is not as it was when this was approved: the approval is stale.`;
    return { kind: "stale", ...(await markStale(tx, before, locked, reason)) };
  }
  if (!(await claimProposal(tx, id, { from: "approved", to: "executed" }, stamp))) {
    throw new AppError(
      "conflict",
      `Only approved proposals can be executed; this one is ${before.status}. Reload the case; approve it, or propose anew.`,
    );
  }
  const subject = await loadSubject(tx, locked, before.payload);
  const executable = await mode.authorize(tx, subject, before);
  const { plan } = executable;
  const pass = await mode.assertGate(tx, plan.gate);

  const reversibleUntil = reversibleUntilOf(before.actionType, tx.now());
  const { case: after, applied } = await applyPlan(tx, locked, executable, {
    event: before.actionType,
    sendAt: reversibleUntil ?? tx.now(),
  });
  const outdated = await retireProposals(tx, after);
  const { siteId, caseId, actionType } = before;
  const whose = await mode.whoseAct(tx, before, subject, plan);
  const { execution, audit } = await keepExecution(tx, before, forced(whose, pass), {
    ...{ siteId, caseId, proposalId: before.id, actionType },
    gateKey: plan.gate,
    effects: applied,
    moveCount: after.moveCount,
    reversibleUntil,
  });
  const auditId = await recordAudit(tx, {
    action: "proposal.execute",
    subject: { type: "execution", id: execution.id },
    caseId: before.caseId,
    siteId: before.siteId,
    ...plan.why,
    before: { queue: locked.queue, insurance: locked.insurance },
    after: {
      label: before.label,
      queue: after.queue,
      insurance: after.insurance,
      gate: plan.gate,
      claimed_by: claimedBy,
      outdated_proposals: outdated,
      ...(audit && { audit_probability: audit.probability, audited: audit.isDrawn }),
      effects: applied.map((effect) => effect.kind),
    },
  });
  return { kind: "executed", execution, case: after, auditId };
}

/** What somebody forced proves nothing. */
function forced(whose: WhoseAct, pass: GatePass): WhoseAct {
  return pass === "glass" ? { ...whose, excluded: "break_glass" } : whose;
}

/** What was approved without a person's look, by automation that has earned it, binds to nothing. */
function hasChanged(proposal: Proposal, one: Case): boolean {
  return proposal.evidenceHash !== null && proposal.evidenceHash !== evidenceHashOf(proposal, one);
}

function reversibleUntilOf(actionType: string, now: Date): Date | null {
  const minutes = undoMinutesOf(actionType);
  return minutes === null ? null : new Date(now.getTime() + minutes * 60_000);
}
