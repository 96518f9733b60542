import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseIsotonic, serialiseIsotonic } from "@/lib/ame/ml/calibration-text";
import { fitIsotonic } from "@/lib/ame/ml/isotonic-regression";

const points = fc.array(
  fc.record({
    score: fc.integer({ min: 0, max: 12 }),
    label: fc.integer({ min: 0, max: 4 }),
    weight: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 1, maxLength: 30 },
);

type Point = { score: number; label: number; weight: number };

function fit(rows: readonly Point[]) {
  return fitIsotonic(
    rows.map(({ score }) => score),
    rows.map(({ label }) => label),
    rows.map(({ weight }) => weight),
  );
}

/** The solution in closed form: the greatest, over all starts, of the least mean, over all ends. */
function minMax(rows: readonly Point[], at: number): number {
  const scores = [...new Set(rows.map(({ score }) => score))].sort((a, b) => a - b);
  const meanOf = (from: number, to: number) => {
    const inside = rows.filter(({ score }) => score >= from && score <= to);
    const weight = inside.reduce((sum, row) => sum + row.weight, 0);
    return inside.reduce((sum, row) => sum + row.weight * row.label, 0) / weight;
  };
  const starts = scores.filter((score) => score <= at);
  const ends = scores.filter((score) => score >= at);
  return Math.max(...starts.map((from) => Math.min(...ends.map((to) => meanOf(from, to)))));
}

describe("pooling adjacent violators", () => {
  test("pools what falls, and keeps what rises", () => {
    const fitted = fitIsotonic([1, 2, 3, 4, 5], [1, 3, 2, 4, 5]);
    expect([1, 2, 3, 4, 5].map(fitted.predict)).toEqual([1, 2.5, 2.5, 4, 5]);
  });

  test("takes rows with one score for one point", () => {
    const fitted = fitIsotonic([1, 1, 2], [0, 1, 1], [3, 1, 1]);
    expect(fitted.predict(1)).toBeCloseTo(0.25, 12);
  });

  test("is straight between its points, and level outside of them", () => {
    const fitted = fitIsotonic([0, 1], [0, 1]);
    expect([-9, 0.25, 9, Number.NEGATIVE_INFINITY].map(fitted.predict)).toEqual([0, 0.25, 1, 0]);
  });

  test("leaves out what weighs nothing", () => {
    const fitted = fitIsotonic([0, 1, 2], [0, 9, 1], [1, 0, 1]);
    expect(fitted.predict(1)).toBe(0.5);
  });

  test("has the least squared error of all functions that never fall", () => {
    fc.assert(
      fc.property(points, (rows) => {
        const { predict } = fit(rows);
        for (const { score } of rows) {
          expect(predict(score)).toBeCloseTo(minMax(rows, score), 9);
        }
      }),
    );
  });

  test("never falls, stays within the labels and keeps their mean", () => {
    fc.assert(
      fc.property(points, fc.array(fc.double({ noNaN: true })), (rows, asked) => {
        const { predict } = fit(rows);
        const values = [...asked].sort((a, b) => a - b).map(predict);
        const labels = rows.map(({ label }) => label);
        values.forEach((value, at) => {
          expect(value).toBeGreaterThanOrEqual(values[at - 1] ?? Math.min(...labels));
          expect(value).toBeLessThanOrEqual(Math.max(...labels));
        });
        const sumOf = (ofRow: (row: Point) => number) =>
          rows.reduce((sum, row) => sum + row.weight * ofRow(row), 0);
        expect(sumOf(({ score }) => predict(score))).toBeCloseTo(
          sumOf(({ label }) => label),
          9,
        );
      }),
    );
  });

  test("is the same after it has been through a file", () => {
    fc.assert(
      fc.property(points, (rows) => {
        const { scores, values } = fit(rows);
        const parsed = parseIsotonic(serialiseIsotonic(fit(rows)));
        expect(parsed.scores).toEqual(scores);
        expect(parsed.values).toEqual(values);
      }),
    );
  });

  test.each([
    ["no rows", [], [], /empty/],
    ["fewer labels", [1, 2], [1], /1 entries for 2/],
    ["a score that is NaN", [Number.NaN], [1], /scores\[0\] is NaN/],
    ["an infinite label", [1], [Number.POSITIVE_INFINITY], /labels\[0\] is Infinity/],
  ])("refuses %s", (_, scores, labels, message) => {
    expect(() => fitIsotonic(scores, labels)).toThrow(message);
  });

  test("refuses to say anything of NaN", () => {
    expect(() => fitIsotonic([1], [1]).predict(Number.NaN)).toThrow(/NaN/);
  });

  test.each([
    ["no JSON", "{", /no JSON/],
    ["another format", `{"format":"x","version":1}`, /format is not/],
    ["scores that fall", textOf([2, 1], [0, 1]), /scores is not ascending/],
    ["values that fall", textOf([1, 2], [1, 0]), /values falls/],
    ["too few values", textOf([1, 2], [1]), /1 entries for 2/],
  ])("refuses a text with %s", (_, text, message) => {
    expect(() => parseIsotonic(text)).toThrow(message);
  });
});

function textOf(scores: number[], values: number[]): string {
  return JSON.stringify({ format: "isotonic-regression", version: 1, scores, values });
}
