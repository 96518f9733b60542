import type { AmeEventAnswer } from "@/lib/contracts/ame-scope";
import { toWords } from "./words";

const DECISIONS: Readonly<Record<string, string>> = {
  approve: "Approved",
  reject: "Rejected",
  defer: "Deferred",
};

type Told = Pick<AmeEventAnswer, "event_type" | "decision" | "outcome_success" | "observed_error">;

/** What one piece of evidence says: "Approved", "Bad outcome" */
export function evidenceWords(event: Told): string {
  if (event.decision !== null) {
    return DECISIONS[event.decision] ?? toWords(event.decision);
  }
  if (event.event_type === "outcome_missed") {
    return "No outcome in time";
  }
  if (event.outcome_success !== null) {
    return event.outcome_success && !event.observed_error ? "Good outcome" : "Bad outcome";
  }
  return toWords(event.event_type);
}
