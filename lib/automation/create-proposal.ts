import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Propose } from "@/lib/contracts/dashboard";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Case } from "@/lib/workflows/case";
import { planAction } from "./action-registry";
import { featuresAt, forecastOf } from "./forecast-of";
import { loadSubject } from "./load-subject";
import type { Proposal } from "./proposal";
import { insertProposal } from "./proposal-repository";

/**
 * Stores a proposal for a locked case, if its action could run now; part of the caller's transaction.
 * @param status "approved" for automation that may act: then nobody has decided, and no one is said to have
 * @throws AppError invalid or conflict as the action's plan does
 */
export async function createProposal(
  tx: TransactionContext,
  locked: Case,
  input: Propose,
  status: "pending" | "approved" = "pending",
): Promise<Proposal> {
  const subject = await loadSubject(tx, locked, input.payload);
  const plan = planAction(subject, input.action_type, input.payload);
  const proposedAt = tx.now();
  const proposal = await insertProposal(tx, {
    id: tx.newId(),
    siteId: locked.siteId,
    caseId: locked.id,
    actionType: input.action_type,
    label: input.label,
    payload: input.payload,
    gateKey: plan.gate,
    queue: locked.queue,
    moveCount: locked.moveCount,
    confidence: input.confidence,
    safetyScore: input.safety_score,
    features: featuresAt(locked, proposedAt),
    status,
    proposedBy: tx.actor.id,
    proposedAt,
  });
  await recordEvidence(tx, forecastOf(proposal), { kind: "proposed" });
  await recordAudit(tx, {
    action: "proposal.create",
    subject: { type: "proposal", id: proposal.id },
    caseId: locked.id,
    siteId: locked.siteId,
    ...plan.why,
    after: {
      action_type: proposal.actionType,
      label: proposal.label,
      payload: proposal.payload,
      queue: proposal.queue,
    },
  });
  return proposal;
}
