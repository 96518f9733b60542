import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/contracts/common";
import { explainMatch, explainMiss } from "@/lib/rules/explain-condition";
import { type Facts, readFacts } from "@/lib/rules/facts";
import { parseCondition } from "@/lib/rules/parse-condition";
import { makeDetails, NOW } from "../automation/subjects";

const NO_TASKS = { pending: 0, in_progress: 0, completed: 0, failed: 0 };
const TRIGGER = {
  change: "action_executed",
  eventTypes: ["advance_queue", "queue_changed"],
} as const;

function factsAfter(trigger: Facts["trigger"]): Facts {
  return readFacts(makeDetails(), NO_TASKS, { now: NOW, trigger });
}

describe("the trace names what was really compared", () => {
  it.each<[string, JsonObject, JsonObject]>([
    ["a queue", { state: "data_entry" }, { field: "queue", seen: "data_entry" }],
    ["a state", { state: "pending_access" }, { field: "workflow_state", seen: "pending_access" }],
  ])("when the case stands in %s", (_, head, reason) => {
    const condition = parseCondition({ type: "workflow_state", ...head });
    expect(explainMatch(condition, factsAfter(null))).toMatchObject([{ ...reason, holds: true }]);
  });

  it.each<[string, JsonObject]>([
    ["dispensing", { field: "queue", seen: "data_entry" }],
    ["dispensed", { field: "workflow_state", seen: "pending_access" }],
  ])("when it does not stand in %s", (state, reason) => {
    const condition = parseCondition({ type: "workflow_state", state });
    expect(explainMiss(condition, factsAfter(null))).toMatchObject([{ ...reason, holds: false }]);
  });

  it.each<[string, string]>([
    ["action_executed", "change"],
    ["queue_changed", "event_type"],
  ])("when the change goes by %s", (event_type, field) => {
    const condition = parseCondition({ type: "event", event_type });
    expect(explainMatch(condition, factsAfter(TRIGGER))).toMatchObject([
      { field, value: event_type, seen: event_type, holds: true },
    ]);
  });

  it("when the change goes by other names", () => {
    const condition = parseCondition({ type: "event", event_type: "note" });
    expect(explainMiss(condition, factsAfter(TRIGGER))).toMatchObject([
      {
        field: "event_type",
        seen: ["action_executed", "advance_queue", "queue_changed"],
        holds: false,
      },
    ]);
    expect(explainMiss(condition, factsAfter(null))).toMatchObject([{ seen: null, holds: false }]);
  });
});
