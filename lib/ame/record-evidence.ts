import type { TransactionContext } from "@/lib/kernel/context";
import { additionsOf, countsAsEvidence, type Evidence, type Forecast, onceKeyOf } from "./evidence";
import { insertAmeEvent, type NewAmeEvent } from "./evidence-repository";
import { addToScope } from "./scope-repository";

/**
 * Adds one event to the scope of a proposal, carrying the proposal's own forecast, so that
 * training and grading later see exactly what was predicted. Costs the same however many
 * events the scope has. What may happen once is refused by a unique key the second time.
 * @returns the event's id
 */
export async function recordEvidence(
  tx: TransactionContext,
  forecast: Forecast,
  evidence: Evidence,
): Promise<number> {
  const scopeId = await addToScope(tx, forecast.scope, additionsOf(forecast, evidence));
  return insertAmeEvent(tx, {
    ...forecast.scope,
    scopeId,
    eventType: evidence.kind,
    proposalId: forecast.proposalId,
    onceKey: onceKeyOf(forecast, evidence),
    isEvidence: countsAsEvidence(forecast, evidence),
    predictedConfidence: forecast.confidence,
    predictedSafety: forecast.safety,
    predictedTimeSavedSec: forecast.timeSavedSec,
    features: forecast.features,
    ...(forecast.context && { context: forecast.context }),
    ...observedIn(tx, evidence),
  });
}

type Observed = Omit<
  Partial<NewAmeEvent>,
  keyof Forecast["scope"] | "scopeId" | "eventType" | "onceKey" | "isEvidence" | "features"
>;

function observedIn(tx: TransactionContext, evidence: Evidence): Observed {
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
      };
    case "outcome_missed":
      return { executionId: evidence.executionId, outcomeSuccess: false };
    case "rolled_back":
      return {
        executionId: evidence.executionId,
        decisionReason: evidence.reason,
        isOverride: true,
      };
  }
}
