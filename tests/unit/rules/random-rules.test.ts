import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCondition } from "@/lib/rules/compile-condition";
import { explainMatch, explainMiss, type Reason } from "@/lib/rules/explain-condition";
import type { Facts } from "@/lib/rules/facts";
import { parseCondition } from "@/lib/rules/parse-condition";
import { anyCondition, anyFacts } from "./support/arbitraries";
import { interpret } from "./support/interpret";

/** Whether a reason says what a look at the facts says. */
function isTrue({ field, operator, value, seen, holds }: Reason, facts: Facts): boolean {
  if (field === "change" || field === "event_type") {
    const change: unknown = facts.trigger?.change ?? null;
    const eventTypes: readonly unknown[] = facts.trigger?.eventTypes ?? [];
    const names = field === "change" ? [change] : eventTypes;
    return holds
      ? names.includes(value) && seen === value
      : change !== value && !eventTypes.includes(value);
  }
  if (value === undefined) {
    return true;
  }
  const alone = parseCondition({ type: "condition", field, operator, value });
  return compileCondition(alone)(facts) === holds;
}

describe("random rules over random cases", () => {
  it("mean the same compiled as read plainly, 10,000 times", () => {
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(anyCondition, anyFacts, (json, facts) => {
        const answer = compileCondition(parseCondition(json))(facts);
        seen[`${answer}`] += 1;
        expect(answer).toBe(interpret(json, facts));
      }),
      { numRuns: 10_000 },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(500);
  });

  it("stay what they are when they are stored and read again", () => {
    fc.assert(
      fc.property(anyCondition, (json) => {
        const stored = parseCondition(json);
        expect(parseCondition(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
        expect(parseCondition(JSON.stringify(json))).toEqual(stored);
      }),
    );
  });

  it("explain themselves by comparisons that came out as they say", () => {
    fc.assert(
      fc.property(anyCondition, anyFacts, (json, facts) => {
        const condition = parseCondition(json);
        const isMatch = compileCondition(condition)(facts);
        const reasons = (isMatch ? explainMatch : explainMiss)(condition, facts);
        expect(reasons.length).toBeLessThanOrEqual(20);
        for (const reason of reasons) {
          expect(isTrue(reason, facts)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
