import { expect, test } from "vitest";
import { evidenceWords } from "@/lib/format/evidence";

const event = {
  event_type: "proposed",
  decision: null,
  outcome_success: null,
  observed_error: null,
};

test.each([
  [{}, "Proposed"],
  [{ event_type: "decided", decision: "approve" }, "Approved"],
  [{ event_type: "decided", decision: "reject" }, "Rejected"],
  [{ event_type: "decided", decision: "defer" }, "Deferred"],
  [{ event_type: "executed" }, "Executed"],
  [{ event_type: "outcome", outcome_success: true, observed_error: false }, "Good outcome"],
  [{ event_type: "outcome", outcome_success: true, observed_error: true }, "Bad outcome"],
  [{ event_type: "outcome", outcome_success: false, observed_error: false }, "Bad outcome"],
  [{ event_type: "rolled_back" }, "Rolled back"],
  [{ event_type: "outcome_missed", outcome_success: false }, "No outcome in time"],
])("%j is told as %s", (told, words) => {
  expect(evidenceWords({ ...event, ...told })).toBe(words);
});
