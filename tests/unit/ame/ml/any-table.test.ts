import fc from "fast-check";
import { expect, test } from "vitest";
import { fitGradientBoosting, predictMargin } from "@/lib/ame/ml/gradient-boosting";
import {
  parseGradientBoosting,
  serialiseGradientBoosting,
} from "@/lib/ame/ml/gradient-boosting-text";
import { explainPrediction } from "@/lib/ame/ml/tree-shap";

const FEATURES = 2;

/** Odd values, few of them, so that they meet. */
const value = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.double(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
);
const row = fc.record({
  values: fc.array(value, { minLength: FEATURES, maxLength: FEATURES }),
  label: fc.integer({ min: 0, max: 1 }),
  weight: fc.constantFrom(0, 1e-9, 0.5, 1, 1000),
});
const table = fc.array(row, { minLength: 2, maxLength: 80 }).filter((rows) => {
  const known = rows.filter(({ weight }) => weight > 0);
  return new Set(known.map(({ label }) => label)).size === 2;
});
const options = fc.record({
  depth: fc.integer({ min: 1, max: 6 }),
  rounds: fc.integer({ min: 1, max: 12 }),
  lambda: fc.constantFrom(0, 1, 5),
  minLeafRows: fc.integer({ min: 1, max: 5 }),
  subsample: fc.constantFrom(0.3, 1),
  folds: fc.constantFrom(0, 3),
  maxBins: fc.constantFrom(2, 4, 64),
  monotone: fc.constantFrom([], [1, -1]),
  seed: fc.integer(),
});

test("whatever the table and the options, margins are finite, explained, and kept by a file", () => {
  fc.assert(
    fc.property(table, options, (rows, chosen) => {
      const features = Float64Array.from(rows.flatMap(({ values }) => values));
      const model = fitGradientBoosting({
        ...{ rows: features, rowCount: rows.length, featureCount: FEATURES, options: chosen },
        labels: rows.map(({ label }) => label),
        weights: rows.map(({ weight }) => weight),
      });
      const parsed = parseGradientBoosting(serialiseGradientBoosting(model));
      expect(parsed).toEqual(model);
      for (let at = 0; at < features.length; at += FEATURES) {
        const margin = predictMargin(model, features, at);
        expect(Number.isFinite(margin)).toBe(true);
        expect(predictMargin(parsed, features, at)).toBe(margin);
        const { baseValue, contributions } = explainPrediction(model, features, at);
        const sum = contributions.reduce((total, each) => total + each, baseValue);
        expect(Math.abs(sum - margin)).toBeLessThan(1e-9);
      }
    }),
  );
});
