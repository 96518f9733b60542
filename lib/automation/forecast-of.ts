import type { Forecast } from "@/lib/ame/evidence";
import type { ScopeKey } from "@/lib/ame/scope";
import type { JsonObject } from "@/lib/contracts/common";
import type { Case } from "@/lib/workflows/case";
import { capFactsOf } from "./cap-of-act";
import type { Proposal } from "./proposal";

export function scopeOf(siteId: string, queue: string, actionType: string): ScopeKey {
  return { siteId, queue, actionType, roleContext: "" };
}

/** The forecast a proposal was made with; every later event about it repeats it. */
export function forecastOf(proposal: Proposal): Forecast & { proposalId: string } {
  return {
    proposalId: proposal.id,
    scope: scopeOf(proposal.siteId, proposal.queue, proposal.actionType),
    confidence: proposal.confidence,
    safety: proposal.safetyScore,
    timeSavedSec: null,
    features: proposal.features,
    context: null,
  };
}

/** What is known about a case at the moment an action is proposed for it. */
export function featuresAt(one: Case, at: Date): JsonObject {
  return {
    queue: one.queue,
    insurance_result: one.insurance,
    payer: String(one.attributes["payer"] ?? ""),
    ...capFactsOf(one),
    priority: one.priority,
    hour_of_day: at.getUTCHours(),
    day_of_week: at.getUTCDay(),
    task_count: one.taskCount,
    event_count: one.eventCount,
    minutes_to_promise: Math.round((one.promisedAt.getTime() - at.getTime()) / 60_000),
  };
}
