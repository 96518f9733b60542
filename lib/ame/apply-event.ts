import { countersOf } from "./counters-of";
import { isBadEvent, type LearntEvent } from "./learnt-event";
import type { ScopeCounter, ScopeCounts } from "./scope-counts";
import { recordEvidence, type TrustEvidence, takeAction } from "./trust/engine";
import type { TrustConfig } from "./trust/trust-config";
import type { StageChange, TrustState } from "./trust/trust-state";

/** All that a scope has learnt; changed in place. */
export interface Learner {
  state: TrustState;
  counts: Record<ScopeCounter, number>;
}

const DAY_MS = 86_400_000;

function atDaysOf(at: Date): number {
  return at.getTime() / DAY_MS;
}

/**
 * Pure: lets a scope learn one event, at the same cost however many came before. The events of a scope
 * in the order of their ids bring a new learner to exactly where the scope stands.
 * @returns the step that the scope takes because of it
 */
export function applyEvent(
  learner: Learner,
  event: LearntEvent,
  config: TrustConfig,
): StageChange | null {
  learner.counts = added(learner.counts, countersOf(event));
  if (event.countsAs === "own_action") {
    const { auditProbability, auditDraw, at } = event;
    if (auditProbability === null || auditDraw === null) {
      throw new Error("An own action tells with what probability it was drawn.");
    }
    const audited = auditDraw < auditProbability;
    takeAction(learner.state, config, { auditProbability, audited, atDays: atDaysOf(at) });
    return null;
  }
  const evidence = evidenceIn(event);
  return evidence && recordEvidence(learner.state, config, evidence).change;
}

/** What the engine is told; null where it is told nothing. */
function evidenceIn(event: LearntEvent): TrustEvidence | null {
  const { countsAs, predictedSafety, predictedTimeSavedSec, observedTimeSavedSec } = event;
  const seen = { predictedSafety, predictedTimeSavedSec, observedTimeSavedSec };
  const [atDays, bad] = [atDaysOf(event.at), isBadEvent(event)];
  switch (countsAs) {
    case "decision":
      // Nothing has been done yet, so nothing is known of how safe or how quick it is.
      return { kind: "decision", atDays, bad };
    case "outcome":
      return { kind: "outcome", atDays, bad, ...seen };
    case "audit":
      return { kind: "audit", atDays, bad, auditProbability: event.auditProbability ?? 1, ...seen };
    case "incident": {
      const isOverride = event.eventType === "rolled_back";
      const auditProbability = event.auditProbability ?? undefined;
      return { kind: "incident", atDays, isOverride, auditProbability, ...seen };
    }
    case "override":
    case "execution":
      return { kind: countsAs, atDays };
    default:
      return null;
  }
}

function added(counts: ScopeCounts, additions: Partial<ScopeCounts>): ScopeCounts {
  const sum = { ...counts };
  for (const [name, by] of Object.entries(additions)) {
    sum[name as ScopeCounter] += by;
  }
  return sum;
}
