import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { averagePathLength } from "@/lib/ame/ml/isolation/average-path-length";
import { anomalyScore, fitIsolationForest } from "@/lib/ame/ml/isolation-forest";
import { parseIsolationForest, serialiseIsolationForest } from "@/lib/ame/ml/isolation-forest-text";
import { randomRows } from "../../../support/random-rows";

const { NaN: none, POSITIVE_INFINITY: infinity, MAX_VALUE: most } = Number;

function column(...values: number[]) {
  return { rows: Float64Array.from(values), rowCount: values.length, featureCount: 1 };
}

describe("the path length that is usual", () => {
  // 2 H(n - 1) - 2 (n - 1) / n
  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 3 - 4 / 3],
    [256, 10.244_770_920_089_9],
  ])("of %i rows", (rows, expected) => {
    expect(averagePathLength(rows)).toBeCloseTo(expected, 1);
  });

  test("its approximation goes on where the exact sum ends", () => {
    const step = averagePathLength(1002) - averagePathLength(1001);
    expect(step).toBeCloseTo(averagePathLength(1001) - averagePathLength(1000), 5);
  });
});

describe("what is strange", () => {
  const table = randomRows({ rowCount: 500, featureCount: 4, seed: 1 });
  const model = fitIsolationForest(table);
  const score = (...row: number[]) => anomalyScore(model, Float64Array.from(row));

  test("is what lies far from the rest, the more so the farther", () => {
    expect(score(0, 0, 0, 0)).toBeLessThan(0.5);
    expect(score(3, 0, 0, 0)).toBeGreaterThan(score(0, 0, 0, 0));
    expect(score(3, 3, 3, 3)).toBeGreaterThan(0.65);
  });

  test("is not what is missing", () => {
    expect(score(none, none, none, none)).toBeLessThan(0.5);
  });

  test("two rows by hand: each is alone after one cut, which is the usual path length", () => {
    const two = fitIsolationForest(column(0, 1));
    expect([0, 1].map((value) => anomalyScore(two, Float64Array.of(value)))).toEqual([0.5, 0.5]);
  });

  test("three rows by hand: the far one is alone after the first cut nearly always", () => {
    const three = fitIsolationForest({ ...column(0, 1e-9, 1), options: { trees: 500 } });
    const usual = averagePathLength(3);
    expect(anomalyScore(three, Float64Array.of(1))).toBeCloseTo(2 ** (-1 / usual), 6);
    expect(anomalyScore(three, Float64Array.of(0))).toBeCloseTo(2 ** (-2 / usual), 6);
  });

  test("every score is inside (0, 1), whatever is asked", () => {
    const value = fc.double();
    fc.assert(
      fc.property(fc.tuple(value, value, value, value), (row) => {
        expect(score(...row)).toBeGreaterThan(0);
        expect(score(...row)).toBeLessThan(1);
      }),
    );
  });

  test("the same seed gives the same model, another one another", () => {
    expect(fitIsolationForest(table)).toEqual(model);
    expect(fitIsolationForest({ ...table, options: { seed: 2 } })).not.toEqual(model);
  });

  test("the model is the same after it has been through a file", () => {
    expect(parseIsolationForest(serialiseIsolationForest(model))).toEqual(model);
  });
});

describe("input that leaves nothing to learn", () => {
  test.each([
    ["one row", [5]],
    ["a constant column", [1, 1, 1, 1]],
    ["an empty column", [none, none]],
    ["infinities", [-infinity, 0, 1, infinity]],
    ["the largest numbers there are", [-most, most]],
    ["the smallest step there is", [1, 1 + Number.EPSILON]],
    ["values and gaps", [1, none, 2, none, none, 3]],
  ])("%s: every score is inside (0, 1)", (_, values) => {
    const model = fitIsolationForest(column(...values));
    for (const value of [...values, none, infinity, -infinity]) {
      expect(anomalyScore(model, Float64Array.of(value))).toBeGreaterThan(0);
      expect(anomalyScore(model, Float64Array.of(value))).toBeLessThan(1);
    }
  });

  test.each([
    ["no rows", column(), {}, /0 rows/],
    ["no trees", column(1), { trees: 0 }, /trees is 0/],
    ["half a row", column(1), { sampleSize: 2.5 }, /sampleSize is 2\.5/],
    ["an endless seed", column(1), { seed: infinity }, /seed is Infinity/],
  ])("%s: says so", (_, table, options, message) => {
    expect(() => fitIsolationForest({ ...table, options })).toThrow(message);
  });

  test("a row that is too short: says so", () => {
    const model = fitIsolationForest(column(1, 2));
    expect(() => anomalyScore(model, new Float64Array(0))).toThrow(/reads 1 features/);
  });
});
