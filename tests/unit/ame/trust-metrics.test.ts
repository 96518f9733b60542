import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  NOTHING_COUNTED,
  type ScopeCounts,
  trustMetricsOf,
  trustOf,
} from "@/lib/ame/trust-metrics";

const UNKNOWN = [0, 0, 0.5, 0.5, 0];

/** What was counted; then reliability, alignment, calibration, value, override; then trust. */
const TABLE: readonly [string, Partial<ScopeCounts>, number[], number][] = [
  ["nothing", {}, UNKNOWN, 0],
  ["proposals alone", { proposalCount: 9 }, UNKNOWN, 0],
  ["deferrals alone", { proposalCount: 9, deferralCount: 9 }, UNKNOWN, 0],
  ["executions alone", { executionCount: 4 }, UNKNOWN, 0],
  ["one approval", { approvalCount: 1 }, [0, 1, 0.5, 0.5, 0], 0.45],
  ["one rejection", { rejectionCount: 1 }, UNKNOWN, 0.2],
  [
    "three of four approved",
    { approvalCount: 3, rejectionCount: 1 },
    [0, 0.75, 0.5, 0.5, 0],
    0.3875,
  ],
  ["one bad outcome, no forecast", { failureCount: 1 }, UNKNOWN, 0.2],
  [
    "a perfect record",
    {
      approvalCount: 8,
      executionCount: 8,
      successCount: 8,
      safetyErrorSum: 0,
      safetyErrorCount: 8,
      valueSum: 8,
      valueCount: 8,
    },
    [1, 1, 1, 1, 0],
    1,
  ],
  [
    "a forecast of 1.0 and four failures",
    { approvalCount: 4, failureCount: 4, safetyErrorSum: 4, safetyErrorCount: 4 },
    [0, 1, 0, 0.5, 0],
    0.325,
  ],
  [
    "a quarter rolled back",
    { approvalCount: 4, executionCount: 4, successCount: 4, rollbackCount: 1 },
    [1, 1, 0.5, 0.5, 0.25],
    0.7375,
  ],
  ["rolled back without an execution of ours", { rollbackCount: 1 }, [0, 0, 0.5, 0.5, 1], 0],
];

const KEYS = [
  ..."reliability alignment safety_calibration value_score override_rate".split(" "),
] as const;

describe("trust metrics", () => {
  it.each(TABLE)("of %s", (_, counted, metrics, trust) => {
    const counts = { ...NOTHING_COUNTED, ...counted };
    const expected = Object.fromEntries(KEYS.map((key, i) => [key, metrics[i]]));
    expect(trustMetricsOf(counts)).toEqual(expected);
    expect(trustOf(counts)).toBeCloseTo(trust, 12);
  });

  it("stay between 0 and 1, and good news never lowers trust", () => {
    const count = fc.nat(1000);
    const counts = fc.record({
      approvalCount: count,
      rejectionCount: count,
      executionCount: count,
      rollbackCount: count,
      successCount: count,
      failureCount: count,
    });
    fc.assert(
      fc.property(counts, (some) => {
        const before = { ...NOTHING_COUNTED, ...some };
        for (const value of [...Object.values(trustMetricsOf(before)), trustOf(before)]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        for (const good of ["approvalCount", "successCount"] as const) {
          const after = { ...before, [good]: before[good] + 1 };
          expect(trustOf(after)).toBeGreaterThanOrEqual(trustOf(before) - 1e-12);
        }
      }),
    );
  });
});
