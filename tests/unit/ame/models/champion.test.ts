import { describe, expect, test } from "vitest";
import { fitChallenger } from "@/lib/ame/models/challenger";
import { fitChampion, parseChampion } from "@/lib/ame/models/champion";
import { parseClassifier } from "@/lib/ame/models/parse-classifier";
import { fitPolicyTree } from "@/lib/ame/models/policy-tree";
import { randomRows } from "../../../support/random-rows";

const table = randomRows({ rowCount: 150, featureCount: 2, seed: 1 });
const set = { ...table, featureNames: ["first", "second"] };
const champion = fitChampion(set);

describe("the champion", () => {
  test("explains the log-odds of what it says", () => {
    const probability = champion.predict(table.rows, 4);
    const { baseValue, contributions } = champion.explain(table.rows, 4);
    const margin = contributions.reduce((sum, each) => sum + each, baseValue);
    expect(1 / (1 + Math.exp(-margin))).toBeCloseTo(probability, 12);
  });

  test("is the same after it has been through a file", () => {
    const parsed = parseChampion(champion.serialise());
    expect(parsed.model).toEqual(champion.model);
    expect(parsed.featureNames).toEqual(set.featureNames);
    expect(parsed.predict(table.rows, 4)).toBe(champion.predict(table.rows, 4));
  });

  test("heeds weights and options", () => {
    const weights = table.labels.map((label) => (label === 1 ? 3 : 1));
    const inclined = fitChampion({ ...set, weights }, { seed: 5 });
    expect(inclined.predict(table.rows)).toBeGreaterThan(champion.predict(table.rows));
    expect(inclined.model.options.seed).toBe(5);
  });

  const broken = (change: object) =>
    JSON.stringify({ ...JSON.parse(champion.serialise()), ...change });
  test.each([
    ["another format", broken({ format: "challenger" }), /format is not "champion"/],
    ["no names", broken({ featureNames: [] }), /featureNames is no list of names/],
    ["a name too many", broken({ featureNames: ["a", "b", "c"] }), /3 names for 2 features/],
    ["no model", broken({ model: null }), /model is no text/],
    ["another model", broken({ model: "{}" }), /no gradient-boosting model/],
  ])("refuses a text with %s", (_, text, message) => {
    expect(() => parseChampion(text)).toThrow(message);
  });
});

test.each([champion, fitChallenger(set, { trees: 3 }), fitPolicyTree(set)])(
  "a classifier of any kind comes back from its text: $kind",
  (classifier) => {
    const parsed = parseClassifier(classifier.kind, classifier.serialise());
    expect(parsed.kind).toBe(classifier.kind);
    expect(parsed.predict(table.rows, 2)).toBe(classifier.predict(table.rows, 2));
  },
);
