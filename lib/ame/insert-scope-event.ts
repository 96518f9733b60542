import type { JsonObject } from "@/lib/contracts/common";
import type { TransactionContext } from "@/lib/kernel/context";
import type { ScopeEventType } from "./evidence";
import { insertAmeEvent } from "./evidence-repository";
import type { HeldScope } from "./scope";

/** Keeps what happened to a scope itself, in its place among the evidence. */
export function insertScopeEvent(
  tx: TransactionContext,
  { id: scopeId, siteId, queue, actionType, roleContext }: HeldScope,
  eventType: ScopeEventType,
  context: JsonObject,
): Promise<number> {
  return insertAmeEvent(tx, {
    ...{ scopeId, siteId, queue, actionType, roleContext, eventType, context },
    ...{ proposalId: null, executionId: null, onceKey: null },
    ...{ isEvidence: false, excludedBecause: null, countsAs: null },
    ...{ predictedConfidence: null, predictedSafety: null, predictedTimeSavedSec: null },
    ...{ outcomeSuccess: null, observedError: null, observedTimeSavedSec: null },
    ...{ decision: null, decisionBy: tx.actor.id, decisionReason: null, isOverride: false },
    ...{ auditProbability: null, auditDraw: null },
    features: {},
    at: tx.now(),
  });
}
