import type { Trigger } from "@/lib/workflows/after-change";
import {
  type Comparison,
  type Condition,
  type ConditionNode,
  type Group,
  isComparison,
} from "./condition";
import type { Facts } from "./facts";
import { ATTRIBUTES_PREFIX, findField } from "./fields";
import type { Operator } from "./operators";

export type Test = (facts: Facts) => boolean;

/**
 * A checked condition as one function. Missing facts, and free-form attributes of another type,
 * make a comparison false; its negation (not_equals, not_in, not_contains, not_exists) is true then.
 */
export function compileCondition(condition: Condition): Test {
  const isThere = compileHead(condition);
  const body = compileGroup(condition);
  return (facts) => isThere(facts) && body(facts);
}

/** Whether the case stands where, and the change is the one that the condition names. */
export function compileHead({ type, state, event_type: eventType }: Condition): Test {
  if (type === "workflow_state" && state !== undefined) {
    return ({ values }) => values["queue"] === state || values["state"] === state;
  }
  if (type === "event" && eventType !== undefined) {
    return ({ trigger }) => trigger !== null && isCalled(trigger, eventType);
  }
  return () => true;
}

/** Whether a change goes by this name: its own, or that of anything it brought about. */
export function isCalled({ change, eventTypes }: Trigger, name: string): boolean {
  return change === name || eventTypes.includes(name);
}

export function compileNode(node: ConditionNode): Test {
  return isComparison(node) ? compileComparison(node) : compileGroup(node);
}

function compileGroup({ all, any, not }: Group): Test {
  const tests = [
    ...(all ?? []).map(compileNode),
    ...(any ? [either(any.map(compileNode))] : []),
    ...(not ? [negate(compileNode(not))] : []),
  ];
  const [only] = tests;
  return tests.length === 1 && only ? only : both(tests);
}

// Plain loops: `every` and `some` cost half as much again where a rule set is evaluated.
function both(tests: readonly Test[]): Test {
  return (facts) => {
    for (const test of tests) {
      if (!test(facts)) {
        return false;
      }
    }
    return true;
  };
}

function either(tests: readonly Test[]): Test {
  return (facts) => {
    for (const test of tests) {
      if (test(facts)) {
        return true;
      }
    }
    return false;
  };
}

function negate(test: Test): Test {
  return (facts) => !test(facts);
}

const POSITIVE: Partial<Record<Operator, Operator>> = {
  not_equals: "equals",
  not_in: "in",
  not_contains: "contains",
  not_exists: "exists",
};

function compileComparison({ field, operator, value }: Comparison): Test {
  const positive = POSITIVE[operator];
  const read = readerOf(field);
  const holds = compileOperator(positive ?? operator, expectedOf(field, value));
  return positive ? (facts) => !holds(read(facts)) : (facts) => holds(read(facts));
}

/** How a field is looked up; null where nothing is known. */
export function readerOf(field: string): (facts: Facts) => unknown {
  if (!field.startsWith(ATTRIBUTES_PREFIX)) {
    return ({ values }) => values[field] ?? null;
  }
  const keys = field.slice(ATTRIBUTES_PREFIX.length).split(".");
  return ({ attributes }) => {
    let at: unknown = attributes;
    for (const key of keys) {
      if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) {
        return null;
      }
      at = (at as Record<string, unknown>)[key];
    }
    return at;
  };
}

/** Times are compared as milliseconds. */
function expectedOf(field: string, value: Comparison["value"]): Comparison["value"] {
  return findField(field)?.type === "time" && typeof value === "string" ? Date.parse(value) : value;
}

function compileOperator(
  operator: Operator,
  expected: Comparison["value"],
): (seen: unknown) => boolean {
  switch (operator) {
    case "equals":
      return (seen) => seen === expected;
    case "in": {
      const wanted = new Set<unknown>(Array.isArray(expected) ? expected : []);
      return (seen) => wanted.has(seen);
    }
    case "contains":
      return (seen) =>
        (typeof seen === "string" || Array.isArray(seen)) && seen.includes(expected as never);
    case "exists":
      return (seen) => seen !== null && seen !== undefined;
    case "starts_with":
      return (seen) => typeof seen === "string" && seen.startsWith(String(expected));
    case "ends_with":
      return (seen) => typeof seen === "string" && seen.endsWith(String(expected));
    default:
      return compileOrder(operator, Number(expected));
  }
}

function compileOrder(operator: Operator, limit: number): (seen: unknown) => boolean {
  switch (operator) {
    case "greater_than":
      return (seen) => typeof seen === "number" && seen > limit;
    case "greater_or_equal":
      return (seen) => typeof seen === "number" && seen >= limit;
    case "less_than":
      return (seen) => typeof seen === "number" && seen < limit;
    case "less_or_equal":
      return (seen) => typeof seen === "number" && seen <= limit;
    default:
      throw new Error(`${operator} is not compiled`);
  }
}
