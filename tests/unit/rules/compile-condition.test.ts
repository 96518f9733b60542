import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capFactsOf } from "@/lib/automation/cap-of-act";
import type { JsonObject } from "@/lib/contracts/common";
import { isControlled } from "@/lib/packs/drug-schedule";
import { readCaseAttributes } from "@/lib/packs/read-case-attributes";
import { compileCondition } from "@/lib/rules/compile-condition";
import { type Facts, readFacts } from "@/lib/rules/facts";
import { FIELDS } from "@/lib/rules/fields";
import { parseCondition } from "@/lib/rules/parse-condition";
import type { Case, CaseWithDetails, Task } from "@/lib/workflows/case";
import { makeDetails, makeTask, NOW } from "../automation/subjects";

const NO_TASKS = { pending: 0, in_progress: 0, completed: 0, failed: 0 };

function factsOf(given: Partial<Case> = {}, tasks: Task[] = [], counts = NO_TASKS): Facts {
  return readFacts(makeDetails(given, tasks), counts, { now: NOW, trigger: null });
}

function holds(condition: JsonObject, facts: Facts): boolean {
  return compileCondition(parseCondition(condition))(facts);
}

const NAMED = factsOf({
  name: "Refill A",
  priority: 2,
  insurance: "accepted",
  attributes: {
    payer: "Plan",
    drug: { name: "metformin", schedule: null },
    count: 3,
    tag: "3",
    list: ["a", "b"],
    nothing: null,
    inner: { deep: true },
  },
});

describe("operators", () => {
  it.each<[string, string, unknown, boolean]>([
    ["payer", "equals", "Plan", true],
    ["payer", "equals", "plan", false],
    ["payer", "not_equals", "Other", true],
    ["payer", "in", ["Other", "Plan"], true],
    ["payer", "in", [], false],
    ["payer", "not_in", ["Other"], true],
    ["payer", "contains", "la", true],
    ["payer", "not_contains", "la", false],
    ["payer", "starts_with", "Pl", true],
    ["payer", "ends_with", "Pl", false],
    ["payer", "exists", undefined, true],
    ["payer", "not_exists", undefined, false],
    ["priority", "greater_than", 2, false],
    ["priority", "greater_or_equal", 2, true],
    ["priority", "less_than", 2.5, true],
    ["priority", "less_or_equal", 1, false],
    ["priority", "in", [1, 2], true],
    ["insurance_verified", "equals", true, true],
    ["insurance_verified", "not_equals", true, false],
    ["created_at", "equals", "2026-03-02T10:30:00+01:00", true],
    ["created_at", "less_than", "2026-03-02T09:30:00.001Z", true],
    ["event_types", "contains", "note", false],
    ["hour_of_day", "equals", 9, true],
    ["day_of_week", "equals", 1, true],
    ["minutes_to_promise", "equals", 60, true],
    ["is_controlled", "equals", false, true],
    ["drug_schedule", "not_exists", undefined, true],
    ["attributes.count", "greater_than", 2, true],
    ["attributes.tag", "greater_than", 2, false],
    ["attributes.count", "equals", "3", false],
    ["attributes.count", "not_equals", "3", true],
    ["attributes.list", "contains", "b", true],
    ["attributes.list", "equals", "a,b", false],
    ["attributes.inner.deep", "equals", true, true],
    ["attributes.inner", "exists", undefined, true],
    ["attributes.nothing", "exists", undefined, false],
    ["attributes.toString", "exists", undefined, false],
    ["attributes.constructor.name", "exists", undefined, false],
  ])("%s %s %j: %s", (field, operator, value, expected) => {
    const part = { field, operator, ...(value !== undefined && { value }) } as JsonObject;
    expect(holds({ type: "always", all: [part] }, NAMED)).toBe(expected);
  });
});

describe("what is not known", () => {
  const UNKNOWN = factsOf();
  it.each<[string, unknown, boolean]>([
    ["equals", "a", false],
    ["in", ["a"], false],
    ["contains", "a", false],
    ["starts_with", "", false],
    ["ends_with", "", false],
    ["exists", undefined, false],
    ["greater_than", -1, false],
    ["less_than", 1e9, false],
    ["not_equals", "a", true],
    ["not_in", ["a"], true],
    ["not_contains", "a", true],
    ["not_exists", undefined, true],
  ])("makes %s %j %s", (operator, value, expected) => {
    const part = { field: "attributes.x", operator, ...(value !== undefined && { value }) };
    expect(holds({ type: "always", all: [part as JsonObject] }, UNKNOWN)).toBe(expected);
  });
});

describe("the type of a condition", () => {
  const at = (trigger: Facts["trigger"]): Facts => ({ ...NAMED, trigger });
  const added = { change: "event_created", eventTypes: ["note", "queue_changed"] } as const;
  it.each<[string, JsonObject, Facts, boolean]>([
    ["a queue", { type: "workflow_state", state: "data_entry" }, NAMED, true],
    ["a workflow state", { type: "workflow_state", state: "pending_access" }, NAMED, true],
    ["another queue", { type: "workflow_state", state: "dispensing" }, NAMED, false],
    ["the event that was added", { type: "event", event_type: "note" }, at(added), true],
    ["the kind of change", { type: "event", event_type: "event_created" }, at(added), true],
    ["another event", { type: "event", event_type: "other" }, at(added), false],
    ["any event", { type: "event" }, at(added), true],
    [
      "what else the change brought about",
      { type: "event", event_type: "queue_changed" },
      at(added),
      true,
    ],
    ["no change at all", { type: "event", event_type: "note" }, NAMED, false],
    ["nothing at all", { type: "always" }, NAMED, true],
  ])("%s", (_, condition, facts, expected) => {
    expect(holds(condition, facts)).toBe(expected);
  });
});

describe("facts", () => {
  it("hold every declared field, and nothing that is not declared", () => {
    expect(Object.keys(factsOf().values).sort()).toEqual(FIELDS.map(({ name }) => name).sort());
  });

  it("know how long a case has stood in its queue, as far as its events reach", () => {
    const at = (moveCount: number, events: CaseWithDetails["events"]) =>
      readFacts({ ...makeDetails({ moveCount }), events }, NO_TASKS, {
        now: new Date(NOW.getTime() + 600_000),
        trigger: null,
      }).values["minutes_in_queue"];
    const moved = { id: 1, caseId: 12, eventType: "queue_changed", payload: {} };
    const later = new Date(NOW.getTime() + 240_000);
    expect(at(0, [])).toBe(10);
    expect(at(1, [{ ...moved, createdAt: later }])).toBe(6);
    expect(at(1, [])).toBeNull();
  });
});

describe("facts about tasks", () => {
  const done = makeTask({ id: 1, name: "Type", state: "completed" });
  const open = makeTask({ id: 2, name: "Check", state: "pending" });
  it("know the open from the completed", () => {
    const { values } = factsOf({}, [done, open], { ...NO_TASKS, completed: 1, pending: 1 });
    expect(values).toMatchObject({
      task_count: 2,
      open_task_count: 1,
      all_tasks_completed: false,
      open_task_names: ["Check"],
      completed_task_names: ["Type"],
    });
  });

  it("call all tasks completed only where there is a task", () => {
    expect(factsOf().values["all_tasks_completed"]).toBe(false);
    const all = factsOf({}, [done], { ...NO_TASKS, completed: 1 });
    expect(all.values["all_tasks_completed"]).toBe(true);
  });
});

describe("facts about the drug and the claim", () => {
  it.each([
    ["a schedule", { name: "clonazePAM", schedule: "C-IV" }, true],
    ["no schedule", { name: "metformin", schedule: null }, false],
    ["none told", { name: "metformin" }, true],
    ["a schedule that is a number", { name: "clonazePAM", schedule: 4 }, true],
    ["a schedule that is not understood", { name: "clonazePAM", schedule: "B" }, true],
    ["a drug that is text", "clonazePAM C-IV", true],
    ["a drug without a name", { schedule: "C-IV" }, true],
    ["no drug", null, null],
  ])("call a drug controlled where nothing says that it is not: %s", (_, drug, expected) => {
    expect(factsOf({ attributes: { drug } }).values["is_controlled"]).toBe(expected);
  });

  it("call a drug controlled as the caps do, wherever its schedule is told", () => {
    const attributes = { drug: { name: "x", schedule: null }, prescription: { schedule: "C-II" } };
    expect(factsOf({ attributes }).values["is_controlled"]).toBe(true);
    expect(capFactsOf({ attributes }).drug_schedule).toBe("C-II");
  });

  const odd = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean(), fc.constant([]));
  const drug = fc.record({ name: odd, schedule: odd }, { requiredKeys: [] });
  const keys = ["payer", "reject_code", "blocker", "days_supply", "refills_remaining", "quantity"];
  const attributes = fc.record(
    { ...Object.fromEntries(keys.map((key) => [key, odd])), drug: fc.oneof(drug, odd) },
    { requiredKeys: [] },
  );

  it("are what the pack understands of the attributes, whatever they hold", () => {
    fc.assert(
      fc.property(attributes, (held) => {
        const { values } = factsOf({ attributes: held as JsonObject });
        const known = readCaseAttributes(held as JsonObject);
        expect(values).toMatchObject({
          payer: known.payer ?? null,
          reject_code: known.reject_code ?? null,
          has_blocker: Boolean(known.blocker),
          drug_name: known.drug?.name ?? null,
          drug_schedule: known.drug?.schedule ?? null,
          is_controlled: isControlled(held as JsonObject),
          days_supply: known.days_supply ?? null,
          refills_remaining: known.refills_remaining ?? null,
          quantity: known.quantity ?? null,
        });
      }),
    );
  });
});
