import fc from "fast-check";
import type { JsonObject } from "@/lib/contracts/common";
import { type Facts, readFacts } from "@/lib/rules/facts";
import { FIELDS, findField } from "@/lib/rules/fields";
import { operatorsOf, valuesOf, valueTypeOf } from "@/lib/rules/operators";
import { makeDetails, makeTask, NOW } from "../../automation/subjects";

const QUEUES = ["contact_manager", "data_entry", "dispensing", "will_call"];
const WORDS = ["", "note", "data_entry", "claim_answered", "Type", "atorvastatin", "C-IV", "79"];
const KEYS = ["note", "count", "flag", "list", "inner.deep", "payer", "missing"];
const SYNONYMS: Readonly<Record<string, string[]>> = {
  equals: ["eq", "=="],
  not_equals: ["ne", "!="],
  greater_than: ["gt"],
  greater_or_equal: ["gte"],
  less_than: ["lt"],
  less_or_equal: ["lte"],
};

const word = fc.constantFrom(...WORDS);
const small = fc.integer({ min: -2, max: 4 });
const moment = fc.integer({ min: -3, max: 3 }).map((minutes) => NOW.getTime() + minutes * 60_000);

function anyValueOf(field: string, operator: string): fc.Arbitrary<unknown> {
  const { type = "any", values } = findField(field) ?? {};
  const wanted = valueTypeOf(type, operator as never);
  const arbitraries: Record<string, fc.Arbitrary<unknown>> = {
    string: values ? fc.constantFrom(...values) : word,
    string_list: word,
    number: small,
    boolean: fc.boolean(),
    time: moment.map((ms) => new Date(ms).toISOString()),
    any: fc.oneof(word, small, fc.boolean()),
  };
  return arbitraries[wanted] ?? word;
}

const comparison: fc.Arbitrary<JsonObject> = fc
  .constantFrom(...FIELDS.map(({ name }) => name), ...KEYS.map((key) => `attributes.${key}`))
  .chain((field) =>
    fc.constantFrom(...operatorsOf(findField(field)?.type ?? "any")).chain((operator) => {
      const one = anyValueOf(field, operator);
      const value = {
        none: fc.constant(undefined),
        one,
        list: fc.array(one, { maxLength: 4 }),
      }[valuesOf(operator)];
      const name = fc.constantFrom(operator, ...(SYNONYMS[operator] ?? []));
      return fc.record({ field: fc.constant(field), operator: name, value });
    }),
  )
  .map(({ value, ...rest }) => ({ ...rest, ...(value !== undefined && { value }) }) as JsonObject);

const { node } = fc.letrec<{ node: JsonObject; list: JsonObject[] }>((tie) => ({
  list: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    comparison,
    fc.record({ all: tie("list") }),
    fc.record({ any: tie("list") }),
    fc.record({ not: tie("node") }),
    fc.record({ all: tie("list"), any: tie("list"), not: tie("node") }),
  ),
}));

/** Any condition that is taken, as a caller would send it. */
export const anyCondition: fc.Arbitrary<JsonObject> = fc
  .record({
    head: fc.oneof(
      fc.constant({ type: "always" }),
      fc.constant({ type: "condition" }),
      fc.constantFrom(...QUEUES, "ordered").map((state) => ({ type: "workflow_state", state })),
      fc.constantFrom("note", "task_created").map((event_type) => ({ type: "event", event_type })),
    ),
    body: node,
  })
  .map(({ head, body }) => ({ ...head, ...body }) as JsonObject);

const attributes = fc.record(
  {
    note: fc.oneof(word, small),
    count: fc.oneof(small, word),
    flag: fc.boolean(),
    list: fc.array(word, { maxLength: 3 }),
    inner: fc.oneof(fc.record({ deep: fc.oneof(word, small) }), fc.constant(null)),
    payer: word,
    reject_code: word,
    quantity: small,
    refills_remaining: small,
    drug: fc.record({ name: word, schedule: fc.constantFrom(null, "C-II", "C-IV") }),
  },
  { requiredKeys: [] },
);

/** Any case, as conditions see it. */
export const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    queue: fc.constantFrom(...QUEUES),
    insurance: fc.constantFrom("pending", "accepted", "rejected", "none"),
    priority: fc.integer({ min: 1, max: 5 }),
    promised: moment,
    attributes,
    states: fc.array(fc.constantFrom("pending", "in_progress", "completed", "failed"), {
      maxLength: 3,
    }),
    trigger: fc.constantFrom(
      null,
      { change: "task_created", eventTypes: [] },
      { change: "event_created", eventTypes: ["note"] },
      { change: "action_executed", eventTypes: ["complete_task", "task_created"] },
    ),
  })
  .map(({ promised, states, trigger, attributes: held, ...given }) => {
    const tasks = states.map((state, id) =>
      makeTask({ id, name: id === 0 ? "Type" : "note", state: state as "pending" }),
    );
    const one = makeDetails(
      { ...(given as object), promisedAt: new Date(promised), attributes: held as JsonObject },
      tasks,
    );
    const count = (wanted: string) => states.filter((state) => state === wanted).length;
    const counts = {
      pending: count("pending"),
      in_progress: count("in_progress"),
      completed: count("completed"),
      failed: count("failed"),
    };
    return readFacts(one, counts, { now: NOW, trigger: trigger as Facts["trigger"] });
  });
