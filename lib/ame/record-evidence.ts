import type { JsonObject } from "@/lib/contracts/common";
import type { TransactionContext } from "@/lib/kernel/context";
import { insertAmeEvent, type NewAmeEvent } from "./evidence-repository";
import type { ScopeKey } from "./scope";
import { countInScope, type ScopeCounter } from "./scope-repository";

/** What happened to a proposal; a decision says who made it and why. */
export type Evidence =
  | { kind: "proposed" }
  | { kind: "decided"; decision: "approve" | "reject" | "defer"; reason: string }
  | { kind: "executed" }
  | { kind: "rolled_back"; reason: string };

/** The proposal an event belongs to, with the forecast and inputs it was made with. */
export interface Forecast {
  proposalId: string;
  scope: ScopeKey;
  /** 0 … 1 */
  confidence: number;
  /** 0 … 1 */
  safety: number;
  features: JsonObject;
}

const COUNTER_OF_DECISION = {
  approve: "approvalCount",
  reject: "rejectionCount",
  defer: "deferralCount",
} as const;

/**
 * Adds one event to the scope of a proposal, carrying the proposal's own forecast, so that
 * training and grading later see exactly what was predicted. Costs the same however many
 * events the scope has.
 */
export async function recordEvidence(
  tx: TransactionContext,
  forecast: Forecast,
  evidence: Evidence,
): Promise<void> {
  const scopeId = await countInScope(tx, forecast.scope, counterOf(evidence));
  await insertAmeEvent(tx, {
    ...forecast.scope,
    scopeId,
    eventType: evidence.kind,
    proposalId: forecast.proposalId,
    predictedConfidence: forecast.confidence,
    predictedSafety: forecast.safety,
    features: forecast.features,
    isOverride: evidence.kind === "rolled_back",
    ...decisionOf(tx, evidence),
  });
}

function counterOf(evidence: Evidence): ScopeCounter {
  switch (evidence.kind) {
    case "proposed":
      return "proposalCount";
    case "decided":
      return COUNTER_OF_DECISION[evidence.decision];
    case "executed":
      return "executionCount";
    case "rolled_back":
      return "rollbackCount";
  }
}

function decisionOf(
  tx: TransactionContext,
  evidence: Evidence,
): Pick<NewAmeEvent, "decision" | "decisionBy" | "decisionReason"> {
  if (evidence.kind === "decided") {
    return {
      decision: evidence.decision,
      decisionBy: tx.actor.id,
      decisionReason: evidence.reason || null,
    };
  }
  const reason = evidence.kind === "rolled_back" ? evidence.reason : null;
  return { decision: null, decisionBy: null, decisionReason: reason };
}
