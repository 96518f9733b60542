import { isBadEvent, type LearntEvent } from "./learnt-event";
import type { ScopeCounter } from "./scope-counts";

type Additions = Partial<Record<ScopeCounter, number>>;

const COUNTER_OF_DECISION = {
  approve: "approvalCount",
  reject: "rejectionCount",
  defer: "deferralCount",
} as const;

/** What one event adds to the counters of its scope; without a proposal only bad news does. */
export function countersOf(event: LearntEvent): Additions {
  if (event.excludedBecause === "no_proposal") {
    return {};
  }
  switch (event.eventType) {
    case "proposed":
      return { proposalCount: 1 };
    case "decided":
      return { [COUNTER_OF_DECISION[event.decision ?? "defer"]]: 1 };
    case "executed":
      return { executionCount: 1 };
    case "rolled_back":
      return { rollbackCount: 1 };
    case "outcome_missed":
      return { missedOutcomeCount: 1, failureCount: 1 };
    case "outcome":
      return outcomeCounters(isBadEvent(event), event.excludedBecause === "late");
  }
}

/** A late outcome takes the place of the miss, which was counted as a failure. */
function outcomeCounters(isBad: boolean, isLate: boolean): Additions {
  if (isLate) {
    return isBad ? {} : { successCount: 1, failureCount: -1 };
  }
  return isBad ? { failureCount: 1 } : { successCount: 1 };
}
