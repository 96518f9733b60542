import type { JsonObject } from "@/lib/contracts/common";
import { compileRule } from "@/lib/rules/compiled-rule";
import { type Facts, readFacts } from "@/lib/rules/facts";
import type { CaseWithDetails } from "@/lib/workflows/case";

const RULES = 50;
const CASES = 200;
const SECONDS = 3;
const NOW = new Date("2026-03-02T09:30:00.000Z");
const QUEUES = ["contact_manager", "data_entry", "rejection_resolution", "dispensing", "will_call"];

/** Measures how often per second 50 rules can be asked about a case, and prints both figures. */
function main(): void {
  const rules = Array.from({ length: RULES }, (_, id) =>
    compileRule({
      id,
      name: `Rule ${id}`,
      version: 1,
      condition: conditionOf(id),
      action: { type: "advance_queue" },
    }),
  );
  const cases = Array.from({ length: CASES }, (_, id) => caseOf(id));
  const facts = cases.map(factsOf);
  let matches = 0;
  const ask = (one: Facts) => {
    for (const rule of rules) {
      matches += rule.matches(one) ? 1 : 0;
    }
  };
  const asked = perSecond((i) => ask(facts[i % CASES] as Facts));
  const read = perSecond((i) => ask(factsOf(cases[i % CASES] as CaseWithDetails)));
  process.stdout.write(
    `${RULES} rules, ${CASES} cases, ${matches > 0 ? "some match" : "none matches"}\n` +
      `rule sets evaluated per second:               ${Math.round(asked)}\n` +
      `… with the facts read from the case each time: ${Math.round(read)}\n`,
  );
}

function perSecond(work: (i: number) => void): number {
  let done = 0;
  const warmUntil = performance.now() + 1000;
  while (performance.now() < warmUntil) {
    work(done++);
  }
  done = 0;
  const startedAt = performance.now();
  while (performance.now() - startedAt < SECONDS * 1000) {
    for (let i = 0; i < 100; i += 1) {
      work(done++);
    }
  }
  return (done * 1000) / (performance.now() - startedAt);
}

/** Five kinds of conditions, as a pharmacy would write them. */
function conditionOf(id: number): JsonObject {
  const state = QUEUES[id % QUEUES.length] ?? "";
  const kinds: JsonObject[] = [
    {
      type: "workflow_state",
      state,
      all: [
        { field: "insurance_verified", operator: "equals", value: true },
        { field: "open_task_count", operator: "less_than", value: (id % 4) + 1 },
      ],
    },
    {
      type: "condition",
      any: [
        { field: "reject_code", operator: "in", value: ["75", "79", String(id)] },
        { field: "payer", operator: "starts_with", value: "Plan" },
      ],
      not: { field: "is_controlled", operator: "equals", value: true },
    },
    {
      type: "always",
      all: [
        { field: "minutes_to_promise", operator: "less_or_equal", value: id },
        {
          any: [
            { field: "priority", operator: "equals", value: 1 },
            { not: { field: "has_blocker", operator: "equals", value: true } },
          ],
        },
      ],
    },
    {
      type: "workflow_state",
      state,
      all: [
        { field: "event_types", operator: "contains", value: "claim_answered" },
        { field: "attributes.store.state", operator: "equals", value: "OH" },
        { field: "hour_of_day", operator: "greater_or_equal", value: 8 },
      ],
    },
    {
      type: "condition",
      all: [
        { field: "all_tasks_completed", operator: "equals", value: true },
        { field: "days_supply", operator: "greater_than", value: 30 },
        { field: "drug_name", operator: "not_in", value: ["warfarin", "lithium"] },
      ],
    },
  ];
  return kinds[Math.floor(id / QUEUES.length) % kinds.length] ?? {};
}

function factsOf(one: CaseWithDetails): Facts {
  const completed = one.tasks.filter(({ state }) => state === "completed").length;
  const counts = { pending: 3 - completed, in_progress: 0, completed, failed: 0 };
  return readFacts(one, counts, { now: NOW, trigger: { change: "task_created", eventTypes: [] } });
}

function caseOf(id: number): CaseWithDetails {
  const stamps = { createdAt: NOW, updatedAt: NOW };
  return {
    id,
    siteId: "default",
    packId: "kroger",
    scenarioKey: null,
    name: `Case ${id}`,
    description: null,
    state: "pending_access",
    queue: QUEUES[id % QUEUES.length] ?? "",
    priority: (id % 5) + 1,
    promisedAt: new Date(NOW.getTime() + (id % 90) * 60_000),
    insurance: id % 3 === 0 ? "accepted" : "pending",
    attributes: {
      payer: id % 2 === 0 ? "Plan A" : "Other",
      drug: {
        name: id % 7 === 0 ? "warfarin" : "metformin",
        schedule: id % 9 === 0 ? "C-IV" : null,
      },
      days_supply: id % 2 === 0 ? 90 : 30,
      store: { id: "014", name: "High Street", state: "OH" },
    },
    isOpen: true,
    moveCount: 0,
    version: 1,
    taskCount: 3,
    eventCount: 2,
    ...stamps,
    tasks: [0, 1, 2].map((task) => ({
      id: task,
      caseId: id,
      name: `Task ${task}`,
      assignedTo: null,
      state: id % 4 > task ? "completed" : "pending",
      ...stamps,
    })),
    events: ["refill_requested", "claim_answered"].map((eventType, event) => ({
      id: event,
      caseId: id,
      eventType,
      payload: {},
      createdAt: NOW,
    })),
  };
}

main();
