import type { JsonObject } from "@/lib/contracts/common";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { maskPatientData } from "@/lib/packs/patient-data";
import { getSettings } from "@/lib/platform/settings";
import type { Case } from "@/lib/workflows/case";
import { undoMinutesOf } from "./action-registry";
import { capOfProposal } from "./cap-of-act";
import { evidenceHashOf } from "./evidence-of";
import type { Decision, Execution, ProposalWithHistory } from "./proposal";
import { approvedUntil } from "./proposal-expiry";

type AuditStep = ProposalAnswer["audit"][number];

const EVENT_OF_DECISION = { approve: "approved", reject: "rejected", defer: "deferred" } as const;

/**
 * A proposal in the shape of the HTTP API, with its history as `audit`.
 * @param one the case as it is now, which a decision would be taken on
 */
export function toProposalAnswer(proposal: ProposalWithHistory, one: Case): ProposalAnswer {
  const { execution, decidedBy } = proposal;
  const decidedAt = proposal.decidedAt?.toISOString() ?? null;
  const isRejected = proposal.status === "rejected";
  const { cap, sources } = capOfProposal(DEFAULT_PACK, proposal);
  return {
    id: proposal.id,
    case_id: proposal.caseId,
    action: {
      type: proposal.actionType,
      label: proposal.label,
      payload: maskPatientData(proposal.payload),
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
    cap,
    cap_sources: sources,
    approved_until:
      proposal.status === "approved" ? approvedUntil(proposal, getSettings()).toISOString() : null,
    evidence_hash:
      proposal.status === "pending" ? evidenceHashOf(proposal, one) : proposal.evidenceHash,
    gate: proposal.gateKey,
    reversible_for_minutes: undoMinutesOf(proposal.actionType),
    execution_id: execution?.id ?? null,
    reversible_until: execution?.reversibleUntil?.toISOString() ?? null,
    rolled_back_at: execution?.rolledBackAt?.toISOString() ?? null,
    audit: auditOf(proposal),
  };
}

/** Who proposed, decided, ran and undid it. */
export function actorsOfSteps({ audit }: ProposalAnswer): string[] {
  return audit.map(({ meta }) => String(meta["by"]));
}

/** With `by_name` in each step of its history whose actor has a name. */
export function withStepNames(
  answer: ProposalAnswer,
  names: ReadonlyMap<string, string>,
): ProposalAnswer {
  const audit = answer.audit.map(({ meta, ...rest }) => {
    const name = names.get(String(meta["by"]));
    return { ...rest, meta: name === undefined ? meta : { ...meta, by_name: name } };
  });
  return { ...answer, audit };
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
