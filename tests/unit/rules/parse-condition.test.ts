import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/kernel/app-error";
import { parseCondition } from "@/lib/rules/parse-condition";

const LEAF = { field: "queue", operator: "equals", value: "data_entry" };
const SEED = {
  type: "workflow_state",
  state: "data_entry",
  all: [{ field: "insurance_verified", operator: "equals", value: true }],
};

/** Every fault as "path code". */
function faultsOf(input: unknown): string[] {
  try {
    parseCondition(input);
    return [];
  } catch (error) {
    if (isAppError(error) && error.code === "invalid") {
      return error.fields.map(({ path, code }) => `${path} ${code}`);
    }
    throw error;
  }
}

/** A `not` in a `not` …, so many groups deep. */
function nested(groups: number): unknown {
  let node: unknown = LEAF;
  for (let depth = 1; depth < groups; depth += 1) {
    node = { not: node };
  }
  return { type: "always", not: node };
}

describe("a condition is taken", () => {
  it.each<[string, unknown, unknown]>([
    ["in the documented form", SEED, SEED],
    ["as JSON text of it", JSON.stringify(SEED), SEED],
    ["with nothing but a type", { type: "always" }, { type: "always" }],
    ["of a workflow state", { type: "workflow_state", state: "completed" }, undefined],
    ["of any workflow state", { type: "workflow_state" }, undefined],
    ["of an event", { type: "event", event_type: "claim_answered" }, undefined],
    ["as a single comparison", { type: "condition", ...LEAF }, { type: "condition", all: [LEAF] }],
    [
      "with a synonym, which is spelt out",
      { type: "always", any: [{ field: "priority", operator: ">=", value: 2 }] },
      { type: "always", any: [{ field: "priority", operator: "greater_or_equal", value: 2 }] },
    ],
    ["with an empty all", { type: "always", all: [] }, undefined],
    ["with 10 groups in one another", nested(10), undefined],
    [
      "with 199 comparisons",
      { type: "always", all: Array(99).fill(LEAF), any: Array(100).fill(LEAF) },
      undefined,
    ],
    [
      "with a time",
      {
        type: "always",
        all: [{ field: "created_at", operator: "less_than", value: "2026-01-01T00:00:00Z" }],
      },
      undefined,
    ],
  ])("%s", (_, input, expected) => {
    const parsed = parseCondition(input);
    expect(parsed).toEqual(expected ?? input);
  });
});

const all = (...parts: unknown[]) => ({ type: "always", all: parts });
const HERE = "body.condition";

describe("a condition is refused, with the place of the fault", () => {
  it.each<[string, unknown, string[]]>([
    ["program text", "state == 'ordered'", [`${HERE} program_text`]],
    ["an import", "__import__('os').system('id')", [`${HERE} program_text`]],
    ["JSON text of a list", "[1]", [`${HERE} program_text`]],
    ["a number", 7, [`${HERE} dict_type`]],
    ["nothing", undefined, [`${HERE} missing`]],
    ["null", null, [`${HERE} dict_type`]],
    ["a list", [LEAF], [`${HERE} dict_type`]],
    ["no type", { all: [LEAF] }, [`${HERE}.type missing`]],
    ["an unknown type", { type: "lambda" }, [`${HERE}.type enum`]],
    ["an unknown state", { type: "workflow_state", state: "x" }, [`${HERE}.state enum`]],
    [
      "a state of another type",
      { type: "always", state: "ordered" },
      [`${HERE}.state extra_forbidden`],
    ],
    [
      "an event type of another type",
      { type: "always", event_type: "a" },
      [`${HERE}.event_type extra_forbidden`],
    ],
    ["a condition of nothing", { type: "condition" }, [`${HERE} missing`]],
    [
      "a misspelt group",
      { type: "always", al: [LEAF] },
      [`${HERE}.al extra_forbidden`, `${HERE} missing`],
    ],
    ["an any that never holds", { type: "always", any: [] }, [`${HERE}.any too_short`]],
    ["a group that is no list", { type: "always", all: LEAF }, [`${HERE}.all list_type`]],
    ["a part that is text", all("queue"), [`${HERE}.all.0 dict_type`]],
    ["an empty part", all({}), [`${HERE}.all.0 missing`]],
    ["an unknown field", all({ ...LEAF, field: "pin" }), [`${HERE}.all.0.field enum`]],
    ["a prototype as field", all({ ...LEAF, field: "constructor" }), [`${HERE}.all.0.field enum`]],
    [
      "an attribute without a key",
      all({ ...LEAF, field: "attributes." }),
      [`${HERE}.all.0.field enum`],
    ],
    ["an unknown operator", all({ ...LEAF, operator: "exec" }), [`${HERE}.all.0.operator enum`]],
    [
      "an operator of another type",
      all({ ...LEAF, operator: "greater_than" }),
      [`${HERE}.all.0.operator enum`],
    ],
    ["no operator", all({ field: "queue", value: "x" }), [`${HERE}.all.0.operator missing`]],
    ["no field", all({ operator: "equals", value: "x" }), [`${HERE}.all.0.field missing`]],
    ["no value", all({ field: "queue", operator: "equals" }), [`${HERE}.all.0.value missing`]],
    ["a value of another type", all({ ...LEAF, value: 3 }), [`${HERE}.all.0.value string_type`]],
    [
      "a value that a field never has",
      all({ ...LEAF, value: "nowhere" }),
      [`${HERE}.all.0.value enum`],
    ],
    [
      "a value where none is asked",
      all({ ...LEAF, operator: "exists" }),
      [`${HERE}.all.0.value extra_forbidden`],
    ],
    ["a single value for in", all({ ...LEAF, operator: "in" }), [`${HERE}.all.0.value list_type`]],
    [
      "a wrong item for in",
      all({ ...LEAF, operator: "in", value: ["data_entry", 1] }),
      [`${HERE}.all.0.value.1 string_type`],
    ],
    [
      "a time that is none",
      all({ field: "created_at", operator: "lt", value: "yesterday" }),
      [`${HERE}.all.0.value datetime_parsing`],
    ],
    ["an extra key", all({ ...LEAF, code: "x" }), [`${HERE}.all.0.code extra_forbidden`]],
    [
      "several faults at once",
      all(LEAF, { ...LEAF, operator: "x" }, { not: { ...LEAF, field: "y" } }),
      [`${HERE}.all.1.operator enum`, `${HERE}.all.2.not.field enum`],
    ],
  ])("%s", (_, input, faults) => {
    expect(faultsOf(input)).toEqual(faults);
  });

  it("shows the form that is wanted when it is sent program text", () => {
    expect(() => parseCondition("1 == 1")).toThrow(/never run.*\{"type":"workflow_state"/);
  });

  it("lists the types when one is unknown", () => {
    expect(() => parseCondition({ type: "x" })).toThrow(/workflow_state, event, always, condition/);
  });
});

describe("a condition that is too much is refused", () => {
  const long = "a".repeat(1001);
  const text = (value: string) => ({ field: "payer", operator: "equals", value });
  it.each<[string, unknown, string]>([
    ["11 groups deep", nested(11), "depth"],
    [
      "201 parts",
      { type: "always", all: Array(100).fill(LEAF), any: Array(100).fill(LEAF) },
      "too_many",
    ],
    ["a list of 101 conditions", all(...Array(101).fill(LEAF)), "too_long"],
    [
      "a list of 101 values",
      all({ field: "payer", operator: "in", value: Array(101).fill("a") }),
      "too_long",
    ],
    ["a text of 1,001 characters", all(text(long)), "string_too_long"],
    ["17 KiB in short texts", all(...Array(18).fill(text("a".repeat(960)))), "too_large"],
    ["17 KiB as JSON text", " ".repeat(17 * 1024), "too_large"],
  ])("%s", (_, input, code) => {
    expect(faultsOf(input).join()).toContain(code);
  });

  const chain = (depth: number) => {
    let node: unknown = LEAF;
    for (let i = 0; i < depth; i += 1) {
      node = i % 2 === 0 ? { not: node } : { all: [node] };
    }
    return { type: "always", all: [node] };
  };
  const MEGABYTE = 1024 * 1024;
  it.each<[string, unknown]>([
    ["10,000 groups deep", chain(10_000)],
    ["10,000 groups deep, as text", `${'{"not":'.repeat(10_000)}1${"}".repeat(10_000)}`],
    ["one text of 1 MB", all(text("a".repeat(MEGABYTE)))],
    ["1 MB of comparisons", all(...Array(20_000).fill(LEAF))],
    [
      "1 MB of keys",
      Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`${"k".repeat(100)}${i}`, 1])),
    ],
    ["1 MB of text", "x".repeat(MEGABYTE)],
    ["1 MB of brackets", "[".repeat(MEGABYTE)],
  ])("in less than 50 ms: %s", (_, input) => {
    const tookMs = [1, 2, 3].map(() => {
      const startedAt = performance.now();
      expect(faultsOf(input)).toHaveLength(1);
      return performance.now() - startedAt;
    });
    expect(Math.min(...tookMs)).toBeLessThan(50);
  });
});
