import type { Exclusion } from "@/lib/ame/evidence";
import { recordEvidence } from "@/lib/ame/record-evidence";
import { whyNoJudge } from "@/lib/ame/why-no-judge";
import { recordAudit } from "@/lib/audit/record-audit";
import { isSameBehind } from "@/lib/auth/people/who-stands-behind";
import type { Decide } from "@/lib/contracts/automation";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import { needsGlass } from "@/lib/governance/assert-gate-open";
import { AppError } from "@/lib/kernel/app-error";
import { isMachine } from "@/lib/kernel/authority";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { DEFAULT_PACK, nextForward } from "@/lib/packs/find-pack";
import { getSettings } from "@/lib/platform/settings";
import type { Case } from "@/lib/workflows/case";
import { lockCase } from "@/lib/workflows/lock-case";
import { readCase } from "@/lib/workflows/read-cases";
import { planAction } from "./action-registry";
import { settleByCheck } from "./audits/settle-by-check";
import { evidenceHashOf } from "./evidence-of";
import { forecastOf } from "./forecast-of";
import { holdProposal } from "./hold-proposal";
import { loadSubject } from "./load-subject";
import { hasMoved, markStale } from "./mark-stale";
import { authorizePlan } from "./plan";
import type { Decision, Proposal } from "./proposal";
import { toProposalAnswer } from "./proposal-answer";
import { assertNotExpired } from "./proposal-expiry";
import {
  claimProposal,
  getProposal,
  getProposalWithHistory,
  insertDecision,
} from "./proposal-repository";
import { STEP_ACTION } from "./step-action";

type Verdict = Decision["decision"];

export interface DecisionInput {
  decision: Verdict;
  /** "" where the caller gives none */
  reasonCode: string;
  reason: string;
  claimedBy: string | null;
  /** of what the person had on the screen; null where the caller does not say */
  evidenceHash: string | null;
  /** it runs in the same act, so that an emergency that forces its gate has forced the decision too */
  isRunNow?: boolean;
}

/** Reasons for which a pharmacist turns down what led here too. */
const SPEAKS_AGAINST: readonly string[] = ["wrong_action", "patient_safety"];
const VERDICTS: readonly string[] = ["approve", "reject", "defer"] satisfies Verdict[];
const STATUS_AFTER = { approve: "approved", reject: "rejected", defer: "pending" } as const;

/**
 * Decides a pending proposal, once. Deferring leaves it pending and counts as no evidence.
 * `decided_by` is kept as a note; who decided comes from the credentials.
 */
export async function decideProposal(
  ctx: Context,
  id: string,
  input: Decide,
): Promise<{ ok: true; proposal: ProposalAnswer }> {
  requirePermission(ctx, "proposals:decide");
  const decision = {
    decision: verdictOf(input),
    reasonCode: input.reason_code ?? "",
    reason: input.note,
    claimedBy: input.decided_by,
    evidenceHash: input.evidence_hash ?? null,
  };
  const result = await inTransaction(ctx, async (tx) => {
    await assertAnothers(tx, id, decision.decision);
    const decided = await decideInTransaction(tx, id, decision);
    if (decided.kind === "stale") {
      await recordAudit(tx, decided.audit);
      return decided;
    }
    const proposal = await getProposalWithHistory(tx, id);
    return { kind: "decided" as const, answer: toProposalAnswer(proposal, decided.case) };
  });
  if (result.kind === "stale") {
    throw result.conflict;
  }
  return { ok: true, proposal: result.answer };
}

/**
 * @throws AppError conflict when it is not pending any more or too old, forbidden when the law wants a
 *   pharmacist and the actor is none
 */
export async function decideInTransaction(
  tx: TransactionContext,
  id: string,
  input: DecisionInput,
) {
  const { proposal: before, case: one } = await readForDecision(tx, id, input.decision);
  assertNotExpired(before, tx.now(), getSettings());
  if (before.status !== "pending") {
    throw alreadyDecided(before.status);
  }
  const isApproval = input.decision === "approve";
  if (isApproval && hasMoved(one, before)) {
    return { kind: "stale" as const, ...(await markStale(tx, before, one)) };
  }
  const excluded = isApproval ? await approvable(tx, before, one, input) : null;
  const evidenceHash = evidenceHashOf(before, one);
  assertSeen(input.evidenceHash, evidenceHash);
  const stamp =
    input.decision === "defer" ? {} : { decidedBy: tx.actor.id, decidedAt: tx.now(), evidenceHash };
  const step = { from: "pending", to: STATUS_AFTER[input.decision] } as const;
  if (!(await claimProposal(tx, id, step, stamp))) {
    throw alreadyDecided((await getProposal(tx, id)).status);
  }
  const { reasonCode, isRunNow: _, ...kept } = input;
  await insertDecision(tx, before.id, { ...kept, evidenceHash });
  const { decision, reason } = input;
  await recordEvidence(tx, forecastOf(before), { kind: "decided", decision, reason, excluded });
  const checked = isClinical(before) ? checkedBy(input) : null;
  if (checked !== null) {
    await settleByCheck(tx, before.caseId, checked);
  }
  await recordAudit(tx, {
    action: `proposal.${input.decision}`,
    subject: { type: "proposal", id: before.id },
    caseId: before.caseId,
    siteId: before.siteId,
    reasonCode,
    reason,
    before: { status: before.status, label: before.label },
    after: {
      status: STATUS_AFTER[input.decision],
      claimed_by: input.claimedBy,
      evidence_hash: evidenceHash,
    },
  });
  return { kind: "decided" as const, case: one };
}

/**
 * @returns why the approval proves nothing
 * @throws AppError blocked or forbidden for whoever may not give it
 */
async function approvable(
  tx: TransactionContext,
  proposal: Proposal,
  one: Case,
  { isRunNow = false }: DecisionInput,
): Promise<Exclusion | null> {
  const subject = await loadSubject(tx, one, proposal.payload);
  const plan = planAction(subject, proposal.actionType, proposal.payload);
  authorizePlan(tx, subject, plan, null);
  requirePermission(tx, plan.decidedWith);
  if (isRunNow && (await needsGlass(tx, plan.gate))) {
    return "break_glass";
  }
  return whyNoJudge(tx, [proposal.proposedBy]);
}

/** An approval looks at the case, so the case is held still before the proposal is read. */
async function readForDecision(tx: TransactionContext, id: string, verdict: Verdict) {
  if (verdict !== "approve") {
    const proposal = await holdProposal(tx, id);
    return { proposal, case: await readCase(tx, proposal.caseId) };
  }
  const locked = await lockCase(tx, (await getProposal(tx, id)).caseId);
  return { proposal: await holdProposal(tx, id), case: locked };
}

/**
 * Where four eyes are asked for, what a person proposed another person approves, and what a key or a
 * rule proposed neither its maker nor another key of theirs.
 */
async function assertAnothers(tx: TransactionContext, id: string, verdict: Verdict): Promise<void> {
  if (verdict !== "approve" || !getSettings().fourEyes) {
    return;
  }
  const { proposedBy } = await getProposal(tx, id);
  if (proposedBy === tx.actor.id) {
    throw new AppError(
      "forbidden",
      "Nobody approves a proposal of their own; ask another person, or reject it.",
    );
  }
  if (proposedBy.startsWith("user:") && isMachine(tx)) {
    throw new AppError(
      "forbidden",
      "A person proposed this, so another person approves it; sign in yourself.",
    );
  }
  if (await isSameBehind(tx, proposedBy, tx.actor.id)) {
    throw new AppError(
      "forbidden",
      `${proposedBy} proposed this, and whoever made its key or wrote the rule does not approve it, nor does another key of theirs. Ask another person.`,
    );
  }
}

function assertSeen(seen: string | null, actual: string): void {
  if (seen !== null && seen !== actual) {
    throw new AppError(
      "conflict",
      "What you saw has changed since: the case or the proposal is different now. Reload the case, look again, then decide.",
    );
  }
}

/** Whether it is the way on from where it was proposed, and that is a pharmacist's judgement. */
function isClinical({ queue, actionType }: Proposal): boolean {
  const isStep = actionType === STEP_ACTION;
  return isStep && nextForward(DEFAULT_PACK, queue)?.decidedWith === "clinical:decide";
}

/** What the decision says of the steps before it; null where it says nothing of them. */
function checkedBy({ decision, reasonCode }: DecisionInput): boolean | null {
  if (decision === "approve") {
    return true;
  }
  return decision === "reject" && SPEAKS_AGAINST.includes(reasonCode) ? false : null;
}

function alreadyDecided(status: string): AppError {
  return new AppError("conflict", `Proposal already ${status}; reload the case.`);
}

function verdictOf(input: Decide): Verdict {
  if (!VERDICTS.includes(input.decision)) {
    throw new AppError(
      "bad_request",
      "decision must be approve|reject (or defer); send one of them.",
    );
  }
  return input.decision as Verdict;
}
