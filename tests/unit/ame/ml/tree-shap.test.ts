import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitGradientBoosting, predictMargin } from "@/lib/ame/ml/gradient-boosting";
import { explainPrediction } from "@/lib/ame/ml/tree-shap";
import { bruteForceShapley } from "../../../support/brute-force-shapley";
import { readMlDataset } from "../../../support/ml-dataset";
import { randomRows } from "../../../support/random-rows";

const featureCount = 5;

/** Small models, deep enough to split on one feature again and again. */
const models = [1, 2, 3].map((seed) => {
  const table = randomRows({ rowCount: 150, featureCount, seed, missing: 0.15 });
  const weights = table.labels.map((_, row) => 1 + (row % 3));
  const options = { rounds: 8, depth: 5, minLeafRows: 2, featureShare: 1, folds: 0, seed };
  return fitGradientBoosting({ ...table, weights, options });
});

const row = fc.array(fc.oneof(fc.double({ min: -1.5, max: 1.5 }), fc.constant(Number.NaN)), {
  minLength: featureCount,
  maxLength: featureCount,
});

describe("exact TreeSHAP", () => {
  test("agrees with Shapley's definition over every subset of the features", () => {
    fc.assert(
      fc.property(fc.constantFrom(...models), row, (model, values) => {
        const features = Float64Array.from(values);
        const { contributions } = explainPrediction(model, features);
        bruteForceShapley(model, features).forEach((value, feature) => {
          expect(Math.abs((contributions[feature] ?? 0) - value)).toBeLessThan(1e-9);
        });
      }),
      { numRuns: 60 },
    );
  });

  test.each(["decision_600", "outcome_600"])("adds up to the margin on %s", (name) => {
    const train = readMlDataset(`${name}_train`);
    const { rows, rowCount, featureCount: width } = readMlDataset(`${name}_test`);
    const model = fitGradientBoosting(train);
    for (let at = 0; at < rowCount * width; at += width) {
      const { baseValue, contributions } = explainPrediction(model, rows, at);
      const sum = contributions.reduce((total, each) => total + each, baseValue);
      expect(Math.abs(sum - predictMargin(model, rows, at))).toBeLessThan(1e-9);
    }
  });

  test("its base is the mean margin of the training rows", () => {
    const table = randomRows({ rowCount: 200, featureCount, seed: 4 });
    const model = fitGradientBoosting(table);
    const margins = table.labels.map((_, at) =>
      predictMargin(model, table.rows, at * featureCount),
    );
    const mean = margins.reduce((sum, margin) => sum + margin, 0) / margins.length;
    expect(explainPrediction(model, table.rows).baseValue).toBeCloseTo(mean, 9);
  });

  test("a feature that no tree splits on contributes nothing", () => {
    const table = randomRows({ rowCount: 200, featureCount: 2, seed: 6 });
    const rows = Float64Array.from(table.rows, (value, at) => (at % 2 === 1 ? 3 : value));
    const model = fitGradientBoosting({ ...table, rows });
    expect(explainPrediction(model, rows).contributions[1]).toBe(0);
  });

  test("one split by hand: each side is told from the mean", () => {
    const model = fitGradientBoosting({
      ...{ rows: Float64Array.of(1, 2, 3, 4), rowCount: 4, featureCount: 1, labels: [0, 0, 1, 1] },
      options: {
        ...{ rounds: 1, depth: 1, learningRate: 1, lambda: 1, minLeafRows: 1 },
        ...{ subsample: 1, folds: 0 },
      },
    });
    const { baseValue, contributions } = explainPrediction(model, Float64Array.of(4));
    expect(baseValue).toBe(0);
    expect(contributions[0]).toBeCloseTo(2 / 3, 8);
  });

  test("a row that is too short: says so", () => {
    const [model] = models;
    expect(() => model && explainPrediction(model, new Float64Array(3))).toThrow(
      /reads 5 features/,
    );
  });
});
