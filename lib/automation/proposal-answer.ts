import type { JsonObject } from "@/lib/contracts/common";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import { undoMinutesOf } from "./action-registry";
import type { Decision, Execution, ProposalWithHistory } from "./proposal";

type AuditStep = ProposalAnswer["audit"][number];

const EVENT_OF_DECISION = { approve: "approved", reject: "rejected", defer: "deferred" } as const;

/** A proposal in the shape of the HTTP API, with its history as `audit`. */
export function toProposalAnswer(proposal: ProposalWithHistory): ProposalAnswer {
  const { execution, decidedBy } = proposal;
  const decidedAt = proposal.decidedAt?.toISOString() ?? null;
  const isRejected = proposal.status === "rejected";
  return {
    id: proposal.id,
    case_id: proposal.caseId,
    action: {
      type: proposal.actionType,
      label: proposal.label,
      payload: proposal.payload,
      confidence: proposal.confidence,
      safety_score: proposal.safetyScore,
    },
    status: proposal.status,
    version: proposal.version,
    proposed_by: proposal.proposedBy,
    proposed_at: proposal.proposedAt.toISOString(),
    created_at: proposal.proposedAt.toISOString(),
    approved_by: isRejected ? null : decidedBy,
    approved_at: isRejected ? null : decidedAt,
    ...(isRejected && decidedBy && decidedAt
      ? { rejected_by: decidedBy, rejected_at: decidedAt }
      : {}),
    executed_by: proposal.executedBy,
    executed_at: proposal.executedAt?.toISOString() ?? null,
    gate: proposal.gateKey,
    reversible_for_minutes: undoMinutesOf(proposal.actionType),
    execution_id: execution?.id ?? null,
    reversible_until: execution?.reversibleUntil?.toISOString() ?? null,
    rolled_back_at: execution?.rolledBackAt?.toISOString() ?? null,
    audit: auditOf(proposal),
  };
}

function auditOf(proposal: ProposalWithHistory): AuditStep[] {
  return [
    step(proposal.proposedAt, "proposed", { by: proposal.proposedBy }),
    ...proposal.decisions.map(decisionStep),
    ...(proposal.execution ? executionSteps(proposal.execution) : []),
  ];
}

function decisionStep(decision: Decision): AuditStep {
  return step(decision.decidedAt, EVENT_OF_DECISION[decision.decision], {
    by: decision.actorId,
    ...(decision.reason && { note: decision.reason }),
  });
}

function executionSteps(execution: Execution): AuditStep[] {
  const move = execution.effects.find((effect) => effect.kind === "move_case");
  const executed = step(execution.executedAt, "executed", {
    by: execution.actorId,
    execution_id: execution.id,
    ...(move && { from: move.from, to: move.to }),
    ...(execution.gateKey && { gate: execution.gateKey }),
    ...(execution.reversibleUntil && {
      reversible_until: execution.reversibleUntil.toISOString(),
    }),
  });
  if (!execution.rolledBackAt) {
    return [executed];
  }
  const undone = step(execution.rolledBackAt, "rolled_back", {
    by: execution.rolledBackBy ?? "",
    reason: execution.rollbackReason ?? "",
  });
  return [executed, undone];
}

function step(at: Date, event: string, meta: JsonObject): AuditStep {
  return { ts: at.toISOString(), event, meta };
}
