import { describe, expect, test } from "vitest";
import { fitChampion } from "@/lib/ame/models/champion";
import { describePolicyTree } from "@/lib/ame/models/describe-policy-tree";
import { fitPolicyTree, parsePolicyTree } from "@/lib/ame/models/policy-tree";
import { readMlDataset, scoresOf } from "../../../support/ml-dataset";

const APPROVED = { outcome: "approved" };

/** Approved where the trust is above a half, unless the last three were rejected. */
const rowCount = 200;
const byRule = {
  featureNames: ["scope_trust", "rejection_streak"],
  rows: Float64Array.from({ length: 2 * rowCount }, (_, at) =>
    at % 2 === 0 ? ((at / 2) % 10) / 10 : Math.floor(at / 20) % 5,
  ),
};
const labels = Array.from({ length: rowCount }, (_, row) =>
  (byRule.rows[2 * row] ?? 0) > 0.5 && (byRule.rows[2 * row + 1] ?? 0) < 3 ? 1 : 0,
);

describe("the policy tree", () => {
  test("says a rule as one would write it down", () => {
    expect(describePolicyTree(fitPolicyTree({ ...byRule, labels }), APPROVED)).toEqual([
      "scope_trust <= 0.55: 0 % approved (of 120)",
      "scope_trust > 0.55",
      "  rejection_streak <= 2.5: 100 % approved (of 48)",
      "  rejection_streak > 2.5: 0 % approved (of 32)",
    ]);
  });

  test("calls things by the names it is given", () => {
    const nameOf = (feature: string) => (feature === "scope_trust" ? "Trust" : feature);
    const [first] = describePolicyTree(fitPolicyTree({ ...byRule, labels }), {
      ...{ outcome: "ok", nameOf },
    });
    expect(first).toBe("Trust <= 0.55: 0 % ok (of 120)");
  });

  test("says what it is where a value is missing", () => {
    const rows = byRule.rows.map((value, at) => (at % 2 === 0 && value > 0.5 ? Number.NaN : 1));
    const missing = Array.from({ length: rowCount }, (_, row) =>
      Number.isNaN(rows[2 * row]) ? 1 : 0,
    );
    expect(
      describePolicyTree(fitPolicyTree({ ...byRule, rows, labels: missing }), APPROVED),
    ).toEqual([
      "scope_trust known: 0 % approved (of 120)",
      "scope_trust missing: 100 % approved (of 80)",
    ]);
  });

  test("has one line to say where nothing makes a difference", () => {
    const tree = fitPolicyTree({ ...byRule, labels: labels.map(() => 1) });
    expect(describePolicyTree(tree, APPROVED)).toEqual(["always: 100 % approved (of 200)"]);
  });

  test("tells in ten lines at most what a champion learnt, and follows it", () => {
    const train = readMlDataset("decision_600_train");
    const champion = fitChampion(train);
    const learnt = scoresOf(train, champion.predict);
    const tree = fitPolicyTree({ ...train, labels: learnt });
    expect(describePolicyTree(tree, APPROVED).length).toBeLessThanOrEqual(10);
    const said = scoresOf(train, tree.predict);
    const mean = learnt.reduce((sum, each) => sum + each, 0) / learnt.length;
    const errorOf = (told: (row: number) => number) =>
      learnt.reduce((sum, each, row) => sum + (each - told(row)) ** 2, 0);
    expect(errorOf((row) => said[row] ?? 0)).toBeLessThan(0.6 * errorOf(() => mean));
  });

  test("has no leaf with fewer rows than it is to have", () => {
    const train = readMlDataset("outcome_600_train");
    const { trees } = fitPolicyTree(train, { mostLeaves: 32, minLeafRows: 25 });
    expect(Math.min(...trees.cover)).toBeGreaterThanOrEqual(25);
  });

  test("is the same after it has been through a file", () => {
    const tree = fitPolicyTree({ ...byRule, labels });
    const parsed = parsePolicyTree(tree.serialise());
    expect(parsed.trees).toEqual(tree.trees);
    expect(parsed.importances).toEqual(tree.importances);
    expect(describePolicyTree(parsed, APPROVED)).toEqual(describePolicyTree(tree, APPROVED));
  });

  test.each([
    ["no rows", { ...byRule, rows: new Float64Array(0), labels: [] }, /0 rows/],
    ["no weight", { ...byRule, labels, weights: labels.map(() => 0) }, /weights sum to 0/],
    ["a share above 1", { ...byRule, labels: labels.map(() => 2) }, /labels\[0\] is 2/],
  ])("%s: says so", (_, input, message) => {
    expect(() => fitPolicyTree(input)).toThrow(message);
  });
});
