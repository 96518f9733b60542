import type { AuditRecord } from "@/lib/audit/record-audit";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Case } from "@/lib/workflows/case";
import type { Proposal } from "./proposal";
import { claimProposal } from "./proposal-repository";

export interface StaleProposal {
  audit: AuditRecord;
  conflict: AppError;
}

/** A case that has left its queue since the proposal was made, even if it has come back. */
export function hasMoved(one: Case, proposal: Proposal): boolean {
  return one.queue !== proposal.queue || one.moveCount !== proposal.moveCount;
}

/**
 * Marks a proposal, pending or approved, whose locked case has moved on. The mark is to be
 * committed with `audit`, after which the caller throws `conflict`.
 * @throws AppError conflict when the proposal has changed since it was read
 */
export async function markStale(
  tx: TransactionContext,
  proposal: Proposal,
  one: Case,
  reason = staleReason(proposal, one),
): Promise<StaleProposal> {
  const { id, status, label } = proposal;
  if (!(await claimProposal(tx, id, { from: status, to: "stale" }))) {
    throw new AppError("conflict", "The proposal has just changed; reload the case.");
  }
  return {
    audit: {
      action: "proposal.stale",
      subject: { type: "proposal", id },
      caseId: one.id,
      siteId: one.siteId,
      reason,
      before: { status, label, queue: proposal.queue },
      after: { status: "stale", queue: one.queue },
    },
    conflict: new AppError("conflict", `${reason} Reload the case and propose anew.`),
  };
}

function staleReason(proposal: Proposal, one: Case): string {
  return one.queue === proposal.queue
    ? `Case ${one.id} has left ${one.queue} and come back since: the proposal is stale.`
    : `Case ${one.id} is in ${one.queue}, not ${proposal.queue}: the proposal is stale.`;
}
