import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Decide } from "@/lib/contracts/automation";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { getSettings } from "@/lib/platform/settings";
import { lockCase } from "@/lib/workflows/lock-case";
import { planAction } from "./action-registry";
import { forecastOf } from "./forecast-of";
import { holdProposal } from "./hold-proposal";
import { loadSubject } from "./load-subject";
import { hasMoved, markStale } from "./mark-stale";
import type { Decision } from "./proposal";
import { toProposalAnswer } from "./proposal-answer";
import { assertNotExpired } from "./proposal-expiry";
import {
  claimProposal,
  getProposal,
  getProposalWithHistory,
  insertDecision,
} from "./proposal-repository";

type Verdict = Decision["decision"];

export interface DecisionInput {
  decision: Verdict;
  reason: string;
  claimedBy: string | null;
}

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
  const decision = { decision: verdictOf(input), reason: input.note, claimedBy: input.decided_by };
  const result = await inTransaction(ctx, async (tx) => {
    const decided = await decideInTransaction(tx, id, decision);
    if (decided.kind === "stale") {
      await recordAudit(tx, decided.audit);
      return decided;
    }
    return { kind: "decided" as const, proposal: await getProposalWithHistory(tx, id) };
  });
  if (result.kind === "stale") {
    throw result.conflict;
  }
  return { ok: true, proposal: toProposalAnswer(result.proposal) };
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
  assertNotExpired(before, tx.now(), getSettings().proposalExpiresHours);
  if (before.status !== "pending") {
    throw alreadyDecided(before.status);
  }
  if (one && hasMoved(one, before)) {
    return { kind: "stale" as const, ...(await markStale(tx, before, one)) };
  }
  if (one) {
    const subject = await loadSubject(tx, one, before.payload);
    requirePermission(tx, planAction(subject, before.actionType, before.payload).decidedWith);
  }
  const stamp = input.decision === "defer" ? {} : { decidedBy: tx.actor.id, decidedAt: tx.now() };
  const step = { from: "pending", to: STATUS_AFTER[input.decision] } as const;
  if (!(await claimProposal(tx, id, step, stamp))) {
    throw alreadyDecided((await getProposal(tx, id)).status);
  }
  await insertDecision(tx, before.id, input);
  const { decision, reason } = input;
  await recordEvidence(tx, forecastOf(before), { kind: "decided", decision, reason });
  await recordAudit(tx, {
    action: `proposal.${input.decision}`,
    subject: { type: "proposal", id: before.id },
    caseId: before.caseId,
    siteId: before.siteId,
    reason: input.reason,
    before: { status: before.status, label: before.label },
    after: { status: STATUS_AFTER[input.decision], claimed_by: input.claimedBy },
  });
  return { kind: "decided" as const };
}

/** An approval looks at the case, so the case is held still before the proposal is read. */
async function readForDecision(tx: TransactionContext, id: string, verdict: Verdict) {
  if (verdict !== "approve") {
    return { proposal: await holdProposal(tx, id), case: null };
  }
  const locked = await lockCase(tx, (await getProposal(tx, id)).caseId);
  return { proposal: await holdProposal(tx, id), case: locked };
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
