import { describe, expect, test } from "vitest";
import {
  fitGradientBoosting,
  type GradientBoostingModel,
  predictMargin,
} from "@/lib/ame/ml/gradient-boosting";
import {
  parseGradientBoosting,
  serialiseGradientBoosting,
} from "@/lib/ame/ml/gradient-boosting-text";
import { parseIsolationForest } from "@/lib/ame/ml/isolation-forest-text";
import { ModelTextError } from "@/lib/ame/ml/serial/model-reader";
import { randomRows } from "../../../support/random-rows";

const table = randomRows({ rowCount: 200, featureCount: 3, seed: 1, missing: 0.2 });
const model = fitGradientBoosting({ ...table, options: { monotone: [1, 0, -1] } });
const text = serialiseGradientBoosting(model);

/** The text with some of its fields changed. */
function changed(change: (fields: GradientBoostingModel) => object): string {
  const fields = JSON.parse(text);
  return JSON.stringify({ ...fields, ...change(fields) });
}

function withTrees(change: object): string {
  return changed(({ trees }) => ({ trees: { ...trees, ...change } }));
}

describe("a model that has been through a file", () => {
  test("is the same, bit for bit, and says the same", () => {
    const parsed = parseGradientBoosting(text);
    expect(parsed).toEqual(model);
    for (let row = 0; row < table.rowCount; row += 1) {
      expect(predictMargin(parsed, table.rows, 3 * row)).toBe(
        predictMargin(model, table.rows, 3 * row),
      );
    }
  });

  test.each([
    ["of one tree that parts what is known from what is missing", [1, 2, Number.NaN, Number.NaN]],
    ["without a tree", [1, 1, 1, 1]],
  ])("is the same %s", (_, values) => {
    const tiny = fitGradientBoosting({
      ...{ rows: Float64Array.from(values), rowCount: 4, featureCount: 1, labels: [0, 0, 1, 1] },
      options: { folds: 0, rounds: 1, depth: 1, minLeafRows: 1, subsample: 1 },
    });
    expect(parseGradientBoosting(serialiseGradientBoosting(tiny))).toEqual(tiny);
  });
});

describe("a text that is no model is refused, and the fault is named", () => {
  test.each([
    ["nothing", "", /no JSON/],
    ["half of it", text.slice(0, text.length / 2), /no JSON/],
    ["a list", "[]", /is no object/],
    ["null", "null", /is no object/],
    ["another version", changed(() => ({ version: 2 })), /format is not "gradient-boosting"/],
    ["no features", changed(() => ({ featureCount: 0 })), /featureCount is no whole number/],
    ["a base that is text", changed(() => ({ baseMargin: "0" })), /baseMargin is no number/],
    ["a share too few", changed(() => ({ importances: [1] })), /1 entries for 3 features/],
    ["no trees", changed(() => ({ trees: 7 })), /trees\.is no object|trees\. is no object/],
    ["no options", changed(() => ({ options: {} })), /options\.rounds is no number/],
    [
      "a bad option",
      changed(({ options }) => ({ options: { ...options, depth: 99 } })),
      /options is wrong: options\.depth is 99/,
    ],
    ["no report", changed(() => ({ crossValidation: {} })), /crossValidation\.folds is no number/],
    [
      "a feature that does not exist",
      withTrees({ feature: Array.from(model.trees.feature).fill(3, 0, 1) }),
      /trees\.feature is no list of whole numbers from -1 to 2/,
    ],
    [
      "a child before its parent",
      withTrees({ right: Array.from(model.trees.right).fill(0) }),
      /trees\.right\[0\] is outside its tree/,
    ],
    [
      "a child in the next tree",
      withTrees({ right: Array.from(model.trees.right).fill(model.trees.right.length - 1, 0, 1) }),
      /trees\.right\[0\] is outside its tree/,
    ],
    [
      "a node that no row came through",
      withTrees({ cover: Array.from(model.trees.cover).fill(0, 1, 2) }),
      /trees\.cover\[1\] is not above 0/,
    ],
    ["a value too few", withTrees({ value: [1] }), /trees\.value has 1 entries/],
    [
      "a value that is no number",
      withTrees({ value: Array.from(model.trees.value, () => null) }),
      /trees\.value is no list of numbers/,
    ],
    ["a threshold that is text", withTrees({ threshold: ["1"] }), /threshold is no list/],
    ["a first tree that begins late", withTrees({ treeStart: [1] }), /does not begin with 0/],
    ["no begin at all", withTrees({ treeStart: [] }), /does not begin with 0/],
    ["an empty tree", withTrees({ treeStart: [0, 0] }), /entries for 0 nodes|without nodes/],
  ])("%s", (_, broken, message) => {
    expect(() => parseGradientBoosting(broken)).toThrow(ModelTextError);
    expect(() => parseGradientBoosting(broken)).toThrow(message);
  });

  test("one model's text is not another's", () => {
    expect(() => parseIsolationForest(text)).toThrow(/no isolation-forest model/);
  });
});
