import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { averagePrecision } from "@/lib/ame/ml/metrics/average-precision";
import { brierScore } from "@/lib/ame/ml/metrics/brier-score";
import { expectedCalibrationError } from "@/lib/ame/ml/metrics/expected-calibration-error";
import { logLoss } from "@/lib/ame/ml/metrics/log-loss";
import { populationStabilityIndex } from "@/lib/ame/ml/metrics/population-stability-index";
import { reliabilityCurve } from "@/lib/ame/ml/metrics/reliability-curve";
import { rocAuc } from "@/lib/ame/ml/metrics/roc-auc";

const PROBABILITIES = [0.1, 0.4, 0.35, 0.8];
const LABELS = [0, 0, 1, 1];

/** Rows of both labels, whose scores often tie. */
const scored = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 1 })), { minLength: 2 })
  .filter((rows) => new Set(rows.map(([, label]) => label)).size === 2)
  .map((rows) => ({
    scores: rows.map(([score]) => score / 8),
    labels: rows.map(([, label]) => label),
  }));

/** By definition: each pair of a one and a zero, half a point for a tie. */
function aucOfPairs(scores: number[], labels: number[]): number {
  const of = (label: number) => scores.filter((_, row) => labels[row] === label);
  const points = of(1).flatMap((one) => of(0).map((zero) => (Math.sign(one - zero) + 1) / 2));
  return points.reduce((sum: number, point) => sum + point, 0) / points.length;
}

/** By definition: every distinct score as the threshold, from the highest on. */
function precisionOfThresholds(scores: number[], labels: number[]): number {
  const ones = labels.filter((label) => label === 1).length;
  let [sum, recallBefore] = [0, 0];
  for (const threshold of [...new Set(scores)].sort((a, b) => b - a)) {
    const above = labels.filter((_, row) => (scores[row] ?? 0) >= threshold);
    const found = above.filter((label) => label === 1).length;
    sum += (found / ones - recallBefore) * (found / above.length);
    recallBefore = found / ones;
  }
  return sum;
}

describe("known values", () => {
  test.each([
    ["ROC AUC", rocAuc, 0.75],
    ["average precision", averagePrecision, 5 / 6],
    ["Brier score", brierScore, (0.01 + 0.16 + 0.4225 + 0.04) / 4],
    ["log-loss", logLoss, -(Math.log(0.9) + Math.log(0.6) + Math.log(0.35) + Math.log(0.8)) / 4],
    ["calibration error", expectedCalibrationError, (0.1 + 0.2 + 2 * 0.125) / 4],
  ])("%s", (_, metric, expected) => {
    expect(metric(PROBABILITIES, LABELS)).toBeCloseTo(expected, 12);
  });

  test("ties count half", () => {
    expect(rocAuc([0.5, 0.5], [0, 1])).toBe(0.5);
    expect(averagePrecision([0.5, 0.5], [0, 1])).toBe(0.5);
  });

  test("a wrong certainty loses much, but not without end", () => {
    expect(logLoss([0, 1], [1, 0])).toBeCloseTo(52 * Math.LN2, 9);
  });

  test("a bin ends with its upper edge, and the first one begins with 0", () => {
    expect(reliabilityCurve([0, 0.1, 0.100001, 1], [0, 1, 1, 1])).toEqual([
      { from: 0, to: 0.1, rows: 2, predicted: 0.05, observed: 0.5 },
      { from: 0.1, to: 0.2, rows: 1, predicted: 0.100001, observed: 1 },
      { from: 0.9, to: 1, rows: 1, predicted: 1, observed: 1 },
    ]);
  });
});

describe("what holds of every input", () => {
  test("ROC AUC is the share of pairs in order", () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        expect(rocAuc(scores, labels)).toBeCloseTo(aucOfPairs(scores, labels), 12);
      }),
    );
  });

  test("ROC AUC depends on the order of the scores alone, and turns with it", () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        const auc = rocAuc(scores, labels);
        expect(
          rocAuc(
            scores.map((score) => Math.exp(3 * score) - 7),
            labels,
          ),
        ).toBe(auc);
        expect(
          rocAuc(
            scores.map((score) => -score),
            labels,
          ),
        ).toBeCloseTo(1 - auc, 12);
      }),
    );
  });

  test("average precision is that of the thresholds, and above 0", () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        const precision = averagePrecision(scores, labels);
        expect(precision).toBeCloseTo(precisionOfThresholds(scores, labels), 12);
        expect(precision).toBeGreaterThan(0);
      }),
    );
  });

  test("no constant forecast has a better log-loss or Brier score than the share of ones", () => {
    fc.assert(
      fc.property(scored, fc.double({ min: 0, max: 1, noNaN: true }), ({ labels }, other) => {
        const share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
        const constant = (value: number) => labels.map(() => value);
        for (const metric of [logLoss, brierScore]) {
          const least = metric(constant(share), labels);
          expect(least).toBeLessThanOrEqual(metric(constant(other), labels) + 1e-12);
        }
      }),
    );
  });

  test("the calibration error is 0 … 1, and 0 for the share of ones", () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        const error = expectedCalibrationError(scores, labels);
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1);
        const share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
        expect(
          expectedCalibrationError(
            labels.map(() => share),
            labels,
          ),
        ).toBeCloseTo(0, 12);
      }),
    );
  });

  test("the stability index is 0 for the same sample and never below", () => {
    const sample = fc.array(fc.double(), { minLength: 1 });
    fc.assert(
      fc.property(sample, sample, (expected, actual) => {
        expect(populationStabilityIndex(expected, expected)).toBe(0);
        const index = populationStabilityIndex(expected, actual);
        expect(index).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(index)).toBe(true);
      }),
    );
  });
});

describe("the population stability index", () => {
  test("sums (a - e) ln(a / e) over the values where they are few", () => {
    const index = populationStabilityIndex([0, 0, 0, 1], [0, 1, 1, 1]);
    expect(index).toBeCloseTo(2 * 0.5 * Math.log(3), 12);
  });

  test.each([
    ["a constant that becomes another", [5, 5, 5], [7, 7, 7]],
    ["a column that is no longer filled", [1, 2, 3, 4], [Number.NaN, Number.NaN]],
    ["a shift by the sample's own spread", range(100), range(100).map((value) => value + 50)],
  ])("sees %s", (_, expected, actual) => {
    expect(populationStabilityIndex(expected, actual)).toBeGreaterThan(0.2);
  });

  test("takes two halves of one sample for the same", () => {
    const even = range(1000).map((value) => 2 * value);
    expect(
      populationStabilityIndex(
        even,
        even.map((value) => value + 1),
      ),
    ).toBeLessThan(0.01);
  });
});

describe("what cannot be measured is said so", () => {
  test.each([
    ["no rows", () => logLoss([], []), /empty/],
    ["one label", () => rocAuc([0.1, 0.2], [1, 1]), /Every label is 1/],
    ["one label", () => averagePrecision([0.1, 0.2], [0, 0]), /Every label is 0/],
    ["another label", () => brierScore([0.5], [2]), /labels\[0\] is 2/],
    ["too few labels", () => rocAuc([0.1, 0.2], [1]), /1 entries for 2 rows/],
    ["NaN", () => rocAuc([0.1, Number.NaN], [0, 1]), /scores\[1\] is NaN/],
    ["no probability", () => logLoss([1.1], [1]), /probabilities\[0\] is 1\.1/],
    ["no bins", () => expectedCalibrationError([0.5], [1], 0), /binCount is 0/],
    ["an empty sample", () => populationStabilityIndex([], [1]), /empty/],
    ["one bin", () => populationStabilityIndex([1], [1], 1), /binCount is 1/],
  ])("%s", (_, measure, message) => {
    expect(measure).toThrow(message);
  });
});

function range(length: number): number[] {
  return Array.from({ length }, (_, value) => value);
}
