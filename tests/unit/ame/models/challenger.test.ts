import { describe, expect, test } from "vitest";
import { rocAuc } from "@/lib/ame/ml/metrics/roc-auc";
import { fitChallenger, parseChallenger } from "@/lib/ame/models/challenger";
import { readMlDataset, scoresOf } from "../../../support/ml-dataset";
import { randomRows } from "../../../support/random-rows";

const TREES = 15;
const table = randomRows({ rowCount: 200, featureCount: 3, seed: 1, missing: 0.1 });
const set = { ...table, featureNames: ["first", "second", "noise"] };
const challenger = fitChallenger(set, { trees: TREES });

describe("the challenger", () => {
  test("says the share of its trees that vote for 1, with one more vote for each label", () => {
    for (let row = 0; row < table.rowCount; row += 1) {
      const votes = challenger.predict(table.rows, 3 * row) * (TREES + 2) - 1;
      expect(votes).toBeCloseTo(Math.round(votes), 9);
      expect(votes).toBeGreaterThanOrEqual(-1e-9);
      expect(votes).toBeLessThanOrEqual(TREES + 1e-9);
    }
  });

  test("counts the vote of every tree, the first one's too", () => {
    const one = fitChallenger(set, { trees: 1 });
    const said = scoresOf({ ...table, ...set }, one.predict);
    expect(new Set(said)).toEqual(new Set([1 / 3, 2 / 3]));
  });

  test("puts rows in order that it has not seen", () => {
    const train = readMlDataset("outcome_600_train");
    const tested = readMlDataset("outcome_600_test");
    const { predict } = fitChallenger(train, { trees: TREES });
    expect(rocAuc(scoresOf(tested, predict), tested.labels)).toBeGreaterThan(0.7);
  });

  test("keeps the importances of its fit: shares, the most to what matters", () => {
    const { importances } = parseChallenger(challenger.serialise());
    expect(importances).toEqual(challenger.importances);
    expect(importances.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(importances[2]).toBeLessThan(importances[0] ?? 0);
  });

  test("is the same after it has been through a file", () => {
    const parsed = parseChallenger(challenger.serialise());
    expect(parsed.trees).toEqual(challenger.trees);
    expect(parsed.featureNames).toEqual(set.featureNames);
    expect(scoresOf({ ...table, ...set }, parsed.predict)).toEqual(
      scoresOf({ ...table, ...set }, challenger.predict),
    );
  });

  test("is the same from the same seed, and another from another", () => {
    const again = (seed: number) => fitChallenger(set, { trees: TREES, seed }).trees;
    expect(again(1)).toEqual(challenger.trees);
    expect(again(2)).not.toEqual(challenger.trees);
  });

  test("takes no more rows than it can afford, of a rare label at least one", () => {
    const labels = table.labels.map((_, row) => (row === 77 ? 1 : 0));
    const { trees } = fitChallenger({ ...set, labels }, { trees: 1, mostRows: 20 });
    expect(trees.cover[0]).toBeLessThanOrEqual(20);
    expect(trees.cover[0]).toBeGreaterThan(15);
  });

  test.each([
    ["no rows", { ...set, rows: new Float64Array(0), labels: [] }, /0 rows/],
    ["one label", { ...set, labels: set.labels.map(() => 1) }, /is 1; give both/],
    ["no weight", { ...set, weights: set.labels.map(() => 0) }, /weights sum to 0/],
    ["one label that weighs", { ...set, weights: set.labels }, /labels is 1; give both/],
    ["a name too few", { ...set, featureNames: ["first"] }, /600 numbers where/],
  ])("%s: says so", (_, input, message) => {
    expect(() => fitChallenger(input)).toThrow(message);
  });

  test("a row that is too short, or a text that is no challenger's: says so", () => {
    expect(() => challenger.predict(table.rows, 599)).toThrow(/reads 3 features/);
    expect(() => parseChallenger("{}")).toThrow(/no challenger model/);
  });
});
