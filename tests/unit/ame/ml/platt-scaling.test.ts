import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePlattScaling, serialisePlattScaling } from "@/lib/ame/ml/calibration-text";
import { probabilityOf } from "@/lib/ame/ml/logistic";
import { fitPlattScaling } from "@/lib/ame/ml/platt-scaling";
import { seededRandom } from "@/lib/ame/ml/seeded-random";

/** Margins, and labels that are drawn with what the margins really mean. */
function sample(count: number, slope: number, intercept: number) {
  const random = seededRandom(7);
  const margins = Array.from({ length: count }, () => 6 * random() - 3);
  const labels = margins.map((margin) =>
    random() < probabilityOf(slope * margin + intercept) ? 1 : 0,
  );
  return { margins, labels };
}

describe("Platt scaling", () => {
  test("finds the slope and the intercept that the labels were drawn with", () => {
    const { margins, labels } = sample(200_000, 0.6, -0.4);
    const { slope, intercept } = fitPlattScaling(margins, labels);
    expect(slope).toBeCloseTo(0.6, 1);
    expect(intercept).toBeCloseTo(-0.4, 1);
  });

  test("two rows: the sigmoid goes through Platt's targets 1/3 and 2/3", () => {
    const { slope, intercept, predict } = fitPlattScaling([-1, 1], [0, 1]);
    expect(slope).toBeCloseTo(Math.LN2, 6);
    expect(intercept).toBeCloseTo(0, 6);
    expect(predict(1)).toBeCloseTo(2 / 3, 6);
  });

  test("a margin's unit makes no difference to the probabilities", () => {
    const { margins, labels } = sample(300, 1, 0);
    const plain = fitPlattScaling(margins, labels);
    const scaled = fitPlattScaling(
      margins.map((margin) => 1e200 * margin),
      labels,
    );
    expect(scaled.predict(1e200)).toBeCloseTo(plain.predict(1), 6);
  });

  test("a weight of 2 counts as two rows", () => {
    const weighted = fitPlattScaling([-1, 0.5, 1], [0, 0, 1], [1, 1, 2]);
    const doubled = fitPlattScaling([-1, 0.5, 1, 1], [0, 0, 1, 1]);
    expect(weighted.slope).toBeCloseTo(doubled.slope, 9);
  });

  test.each([
    ["one label", [1, 2, 3], [1, 1, 1]],
    ["constant margins", [2, 2, 2], [0, 1, 1]],
    ["margins of 0", [0, 0], [0, 1]],
    ["the smallest margin there is", [0, -5e-324], [1, 0]],
    ["margins that hardly differ", [1, 1 + Number.EPSILON], [0, 1]],
    ["the largest margins there are", [-Number.MAX_VALUE, Number.MAX_VALUE], [0, 1]],
    ["separated labels", [-2, -1, 1, 2], [0, 0, 1, 1]],
    ["a single row", [5], [1]],
  ])("%s: finite, and between 0 and 1", (_, margins, labels) => {
    const { predict } = fitPlattScaling(margins, labels);
    for (const margin of [...margins, -1e308, 1e308]) {
      expect(predict(margin)).toBeGreaterThanOrEqual(0);
      expect(predict(margin)).toBeLessThanOrEqual(1);
    }
  });

  test("never ends in anything but numbers, whatever is given", () => {
    const row = fc.tuple(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 0, max: 1 }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const fitted = fitPlattScaling(
          rows.map(([margin]) => margin),
          rows.map(([, label]) => label),
        );
        expect(Number.isFinite(fitted.slope)).toBe(true);
        expect(Number.isFinite(fitted.intercept)).toBe(true);
        const parsed = parsePlattScaling(serialisePlattScaling(fitted));
        expect(parsed.predict(0.3)).toBe(fitted.predict(0.3));
      }),
    );
  });

  test.each([
    ["no rows", [], [], /empty/],
    ["an infinite margin", [Number.POSITIVE_INFINITY], [1], /margins\[0\] is Infinity/],
    ["another label", [1], [0.5], /labels\[0\] is 0\.5/],
  ])("refuses %s", (_, margins, labels, message) => {
    expect(() => fitPlattScaling(margins, labels)).toThrow(message);
  });

  test("refuses a text without a slope", () => {
    const text = `{"format":"platt-scaling","version":1,"slope":"1","intercept":0}`;
    expect(() => parsePlattScaling(text)).toThrow(/slope is no number/);
  });
});
