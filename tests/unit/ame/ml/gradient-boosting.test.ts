import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fitGradientBoosting,
  type GradientBoostingOptions,
  predictMargin,
  predictProbability,
} from "@/lib/ame/ml/gradient-boosting";
import { randomRows } from "../../../support/random-rows";

/** One tree on all rows and features, exactly as it is worked out by hand. */
const BY_HAND = {
  ...{ rounds: 1, depth: 1, learningRate: 1, lambda: 1, minLeafRows: 1 },
  ...{ subsample: 1, featureShare: 1, folds: 0 },
} satisfies Partial<GradientBoostingOptions>;

/** Many trees on all rows and features, without chance. */
const PLAIN = { ...BY_HAND, rounds: 20, depth: 3, learningRate: 0.3, minLeafRows: 5 };

function column(...values: number[]) {
  return { rows: Float64Array.from(values), rowCount: values.length, featureCount: 1 };
}

function marginsOf(model: ReturnType<typeof fitGradientBoosting>, rows: Float64Array): number[] {
  return Array.from({ length: rows.length / model.featureCount }, (_, row) =>
    predictMargin(model, rows, row * model.featureCount),
  );
}

describe("one tree by hand", () => {
  // p = 1/2, so each gradient is ±1/2 and each hessian 1/4: a pair of rows steps by 1 / (1/2 + 1).
  test("a leaf is the Newton step -G / (H + lambda), on either side of the midpoint", () => {
    const table = column(1, 2, 3, 4);
    const model = fitGradientBoosting({ ...table, labels: [0, 0, 1, 1], options: BY_HAND });
    expect(model.trees.threshold[0]).toBe(2.5);
    expect(marginsOf(model, table.rows)).toEqual([-2 / 3, -2 / 3, 2 / 3, 2 / 3].map(nineDigits));
    expect(predictProbability(model, Float64Array.of(9))).toBeCloseTo(
      1 / (1 + Math.exp(-2 / 3)),
      8,
    );
  });

  test("the first margin is the log-odds of the weighted share of ones", () => {
    const model = fitGradientBoosting({
      ...column(1, 1, 1),
      ...{ labels: [0, 1, 1], weights: [1, 1, 2], options: BY_HAND },
    });
    expect(model.baseMargin).toBeCloseTo(Math.log(3), 12);
    expect(model.trees.feature).toHaveLength(0);
  });

  test.each([
    ["ones", [1, 1, 0, 0, 1, 1], 2 / 3, 0],
    ["zeros", [1, 1, 0, 0, 0, 0], -2 / 3, 1],
  ])("missing values go to the side that the %s among them are on", (_, labels, _step, isRight) => {
    const model = fitGradientBoosting({
      ...column(1, 2, 3, 4, Number.NaN, Number.NaN),
      ...{ labels, options: BY_HAND },
    });
    expect(model.trees.missingLeft[0]).toBe(1 - isRight);
    const [low, , high, , missing] = marginsOf(model, Float64Array.of(1, 2, 3, 4, Number.NaN));
    expect(missing).toBe(isRight ? high : low);
  });

  test("being missing can be all that there is to know", () => {
    const table = column(1, 2, 1, Number.NaN, Number.NaN);
    const model = fitGradientBoosting({ ...table, labels: [0, 0, 0, 1, 1], options: BY_HAND });
    expect(model.trees.threshold[0]).toBe(Number.POSITIVE_INFINITY);
    const [known, , , missing] = marginsOf(model, table.rows);
    expect(missing).toBeGreaterThan(known ?? 0);
    expect(predictMargin(model, Float64Array.of(Number.POSITIVE_INFINITY))).toBe(known);
  });

  test("what was never missing goes where most rows went, should it be missing one day", () => {
    const model = fitGradientBoosting({
      ...column(1, 2, 3, 4, 5),
      ...{ labels: [0, 1, 1, 1, 1], options: BY_HAND },
    });
    expect(predictMargin(model, Float64Array.of(Number.NaN))).toBe(
      predictMargin(model, Float64Array.of(5)),
    );
  });

  test("no leaf has fewer rows than it is to have", () => {
    const model = fitGradientBoosting({
      ...column(1, 2, 3, 4, 5, 6),
      ...{ labels: [1, 0, 0, 0, 0, 0], options: { ...BY_HAND, minLeafRows: 3 } },
    });
    expect(model.trees.threshold[0]).toBe(3.5);
  });
});

describe("weights", () => {
  const table = randomRows({ rowCount: 120, featureCount: 3, seed: 3 });

  test("a row of weight 0 is as good as absent", () => {
    const without = fitGradientBoosting({
      ...{ rows: table.rows.slice(0, 300), rowCount: 100, featureCount: 3 },
      labels: table.labels.slice(0, 100),
    });
    const weights = table.labels.map((_, row) => (row < 100 ? 1 : 0));
    expect(fitGradientBoosting({ ...table, weights })).toEqual(without);
  });

  test("a weight of 2 counts as two rows", () => {
    const weights = table.labels.map((_, row) => (row < 60 ? 2 : 1));
    const twice = Array.from({ length: 180 }, (_, at) => (at < 120 ? Math.floor(at / 2) : at - 60));
    const doubled = fitGradientBoosting({
      ...{ rowCount: 180, featureCount: 3, labels: twice.map((row) => table.labels[row] ?? 0) },
      rows: Float64Array.from(
        twice.flatMap((row) => Array.from(table.rows.slice(3 * row, 3 * row + 3))),
      ),
      options: { ...PLAIN, minLeafRows: 1, maxBins: 1024 },
    });
    const weighted = fitGradientBoosting({
      ...{ ...table, weights, options: { ...PLAIN, minLeafRows: 1, maxBins: 1024 } },
    });
    marginsOf(weighted, table.rows).forEach((margin, row) => {
      expect(margin).toBeCloseTo(predictMargin(doubled, table.rows, 3 * row), 6);
    });
  });
});

describe("monotone constraints", () => {
  const table = randomRows({ rowCount: 400, featureCount: 3, seed: 5, missing: 0.1 });

  test.each([
    ["tuned", {}],
    ["deep and on few rows", { ...PLAIN, depth: 6, minLeafRows: 1, lambda: 0, rounds: 40 }],
  ])("the margin never turns against them: %s", (_, options) => {
    const model = fitGradientBoosting({
      ...table,
      options: { ...options, monotone: [1, -1, 0] },
    });
    const value = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 3, maxLength: 3 }), value, ([a, b, c], other) => {
        const margin = (first: number, second: number) =>
          predictMargin(model, Float64Array.of(first, second, c ?? 0));
        const [low, high] = [Math.min(a ?? 0, other), Math.max(a ?? 0, other)];
        expect(margin(low, b ?? 0)).toBeLessThanOrEqual(margin(high, b ?? 0) + 1e-9);
        expect(margin(b ?? 0, low)).toBeGreaterThanOrEqual(margin(b ?? 0, high) - 1e-9);
      }),
    );
    expect(model.trees.feature.length).toBeGreaterThan(0);
  });
});

describe("chance", () => {
  const table = randomRows({ rowCount: 300, featureCount: 6, seed: 9, missing: 0.05 });

  test("the same seed gives the same model, bit for bit", () => {
    const options = { seed: 42 };
    expect(fitGradientBoosting({ ...table, options })).toEqual(
      fitGradientBoosting({ ...table, options }),
    );
  });

  test("another seed gives another one", () => {
    const [one, other] = [1, 2].map((seed) => fitGradientBoosting({ ...table, options: { seed } }));
    expect(one?.trees.value).not.toEqual(other?.trees.value);
  });

  test("nothing that is given is changed", () => {
    const before = { rows: table.rows.slice(), labels: [...table.labels] };
    fitGradientBoosting(table);
    expect({ rows: table.rows, labels: table.labels }).toEqual(before);
  });
});

describe("cross-validation", () => {
  const table = randomRows({ rowCount: 600, featureCount: 4, seed: 2 });

  test("stops where more rounds do not help, and says what it found out of fold", () => {
    const { crossValidation, options } = fitGradientBoosting(table);
    expect(crossValidation?.folds).toBe(10);
    expect(options.rounds).toBe(crossValidation?.rounds);
    expect(options.rounds).toBeLessThan(150);
    expect(crossValidation?.rocAuc).toBeGreaterThan(0.75);
    expect(crossValidation?.expectedCalibrationError).toBeLessThan(0.08);
  });

  test("labels that depend on nothing are given their share, and no feature a say", () => {
    const labels = table.labels.map((_, row) => (row % 3 === 0 ? 1 : 0));
    const model = fitGradientBoosting({ ...table, labels });
    for (const margin of marginsOf(model, table.rows)) {
      expect(1 / (1 + Math.exp(-margin))).toBeGreaterThan(0.2);
      expect(1 / (1 + Math.exp(-margin))).toBeLessThan(0.5);
    }
  });

  test("is left out where a label is too rare to be dealt to the parts", () => {
    const labels = table.labels.map((_, row) => (row < 4 ? 1 : 0));
    expect(fitGradientBoosting({ ...table, labels }).crossValidation).toBeNull();
  });

  test("the features that matter are the important ones, and the shares sum to 1", () => {
    const { importances } = fitGradientBoosting(table);
    expect(importances.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect((importances[0] ?? 0) + (importances[1] ?? 0)).toBeGreaterThan(0.6);
  });
});

describe("input that leaves nothing to learn", () => {
  const two = { rowCount: 2, featureCount: 1, labels: [0, 1] };
  const rows = Float64Array.of(1, 2);

  test.each([
    ["no rows", { ...two, rows: new Float64Array(0), rowCount: 0, labels: [] }, /0 rows/],
    ["no features", { ...two, rows: new Float64Array(0), featureCount: 0 }, /0 features/],
    ["rows of another size", { ...two, rows: Float64Array.of(1) }, /1 numbers where 2 rows/],
    ["one label", { ...two, rows, labels: [1, 1] }, /Every one of the 2 labels is 1/],
    ["fewer labels", { ...two, rows, labels: [1] }, /1 entries for 2 rows/],
    ["a label of 256", { ...two, rows, labels: [0, 256] }, /labels\[1\] is 256/],
    ["a label that is NaN", { ...two, rows, labels: [0, Number.NaN] }, /labels\[1\] is NaN/],
    ["no weight at all", { ...two, rows, weights: [0, 0] }, /weights sum to 0/],
    ["a weight below 0", { ...two, rows, weights: [1, -1] }, /weights\[1\] is -1/],
    ["an infinite weight", { ...two, rows, weights: [1, 1 / 0] }, /weights sum to Infinity/],
    ["weight on one label only", { ...two, rows, weights: [1, 0] }, /Every one of the 1 labels/],
    ["no rounds", { ...two, rows, options: { rounds: 0 } }, /options\.rounds is 0/],
    ["half a depth", { ...two, rows, options: { depth: 1.5 } }, /depth is 1\.5/],
    ["a constraint too many", { ...two, rows, options: { monotone: [1, 1] } }, /monotone/],
  ])("%s: says so", (_, input, message) => {
    expect(() => fitGradientBoosting(input)).toThrow(message);
  });

  test("a row that is too short: says so", () => {
    const model = fitGradientBoosting({ ...two, rows });
    expect(() => predictMargin(model, rows, 2)).toThrow(/reads 1 features/);
    expect(() => predictMargin(model, rows, -1)).toThrow(/begins at -1/);
  });

  const { NaN: none, POSITIVE_INFINITY: infinity, MAX_VALUE: most } = Number;
  test.each([
    ["a constant column", (_: number) => 5],
    ["an empty column", (_: number) => none],
    ["infinities", (row: number) => [-infinity, 0, infinity][row % 3] ?? 0],
    ["the largest numbers there are", (row: number) => (row % 2 === 0 ? -most : most)],
    ["the smallest steps there are", (row: number) => 1 + (row % 4) * Number.EPSILON],
    ["one odd value", (row: number) => (row === 17 ? 1 : 0)],
    ["as many values as rows", (row: number) => row],
  ])("%s: every answer is a probability", (_, valueAt) => {
    const values = Array.from({ length: 200 }, (_, row) => valueAt(row));
    const table = column(...values);
    const labels = values.map((_, row) => (row % 3 === 0 ? 1 : 0));
    for (const options of [{}, PLAIN, { ...PLAIN, lambda: 0, minLeafRows: 1, learningRate: 1 }]) {
      const model = fitGradientBoosting({ ...table, labels, options });
      for (const value of [...values, none, infinity, -infinity]) {
        const probability = predictProbability(model, Float64Array.of(value));
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
      }
    }
  });

  test("two rows are enough for an answer", () => {
    const model = fitGradientBoosting({ ...two, rows });
    expect(predictProbability(model, rows)).toBe(0.5);
  });
});

function nineDigits(value: number): number {
  return Number(value.toPrecision(9));
}
