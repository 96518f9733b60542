import type { CountsAs, Evidence, Exclusion } from "./evidence";

/** What a scope learns of an event, the moment it happens and when everything is computed anew. */
export interface LearntEvent {
  eventType: Evidence["kind"];
  proposalId: string | null;
  countsAs: CountsAs | null;
  excludedBecause: Exclusion | null;
  decision: "approve" | "reject" | "defer" | null;
  outcomeSuccess: boolean | null;
  observedError: boolean | null;
  predictedSafety: number | null;
  predictedTimeSavedSec: number | null;
  observedTimeSavedSec: number | null;
  /** of an action that automation took by itself, or of its audit that this settles */
  auditProbability: number | null;
  /** the coin, uniform on [0, 1), that decided whether an own action is audited */
  auditDraw: number | null;
  at: Date;
}

export function isBadEvent(event: LearntEvent): boolean {
  switch (event.eventType) {
    case "decided":
      return event.decision === "reject";
    case "outcome":
      return !event.outcomeSuccess || event.observedError === true;
    default:
      return event.eventType === "outcome_missed" || event.eventType === "rolled_back";
  }
}
