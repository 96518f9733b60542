import type { TransactionContext } from "@/lib/kernel/context";
import { type Evidence, type Forecast, onceKeyOf } from "./evidence";
import type { NewAmeEvent } from "./evidence-repository";
import type { LearntEvent } from "./learnt-event";
import type { HeldScope } from "./scope";
import { weighEvidence } from "./weigh-evidence";

type Own = Pick<NewAmeEvent, "auditProbability" | "auditDraw">;

/** One event as it is stored, carrying the forecast of its proposal. */
export function newAmeEvent(
  tx: TransactionContext,
  { id: scopeId, ...scope }: HeldScope,
  forecast: Forecast,
  evidence: Evidence,
): NewAmeEvent & LearntEvent {
  const { siteId, queue, actionType, roleContext } = scope;
  const { countsAs, excludedBecause } = weighEvidence(forecast, evidence);
  return {
    ...{ scopeId, siteId, queue, actionType, roleContext },
    eventType: evidence.kind,
    proposalId: forecast.proposalId,
    onceKey: onceKeyOf(forecast, evidence),
    isEvidence: excludedBecause === null,
    excludedBecause,
    countsAs,
    predictedConfidence: forecast.confidence,
    predictedSafety: forecast.safety,
    predictedTimeSavedSec: forecast.timeSavedSec,
    features: forecast.features,
    context: forecast.context,
    ...NOTHING_OBSERVED,
    at: tx.now(),
    ...observedIn(tx, evidence),
  };
}

const NOTHING_OBSERVED = {
  executionId: null,
  ...{ outcomeSuccess: null, observedError: null, observedTimeSavedSec: null },
  ...{ decision: null, decisionBy: null, decisionReason: null, isOverride: false },
  ...({ auditProbability: null, auditDraw: null } satisfies Own),
};

function observedIn(
  tx: TransactionContext,
  evidence: Evidence,
): Omit<Partial<NewAmeEvent>, "eventType"> {
  switch (evidence.kind) {
    case "proposed":
      return {};
    case "decided":
      return {
        decision: evidence.decision,
        decisionBy: tx.actor.id,
        decisionReason: evidence.reason || null,
      };
    case "executed":
      return { executionId: evidence.executionId };
    case "outcome":
      return {
        outcomeSuccess: evidence.isSuccess,
        observedError: evidence.hasError,
        observedTimeSavedSec: evidence.timeSavedSec,
        executionId: evidence.executionId,
        auditProbability: evidence.action.openAudit,
        decisionBy: tx.actor.id,
      };
    case "outcome_missed":
      return {
        executionId: evidence.executionId,
        outcomeSuccess: false,
        auditProbability: evidence.action.openAudit,
      };
    case "rolled_back":
      return {
        executionId: evidence.executionId,
        decisionReason: evidence.reason,
        isOverride: true,
        auditProbability: evidence.action.openAudit,
        decisionBy: tx.actor.id,
      };
  }
}
