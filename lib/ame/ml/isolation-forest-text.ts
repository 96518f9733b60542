import { averagePathLength } from "./isolation/average-path-length";
import type { IsolationForestModel } from "./isolation-forest";
import { readModelText } from "./serial/model-reader";
import { readTrees, treesToJson } from "./serial/tree-ensemble-text";

const FORMAT = "isolation-forest";
const MOST_FEATURES = 100_000;
const MOST_SAMPLE = 65_536;

/** The model as JSON, from which `parseIsolationForest` makes the same one, bit for bit. */
export function serialiseIsolationForest(model: IsolationForestModel): string {
  return JSON.stringify({
    ...{ format: FORMAT, version: 1 },
    ...model,
    trees: treesToJson(model.trees),
  });
}

/** @throws ModelTextError where the text is not what `serialiseIsolationForest` writes */
export function parseIsolationForest(text: string): IsolationForestModel {
  const reader = readModelText(text, FORMAT);
  const featureCount = reader.integer("featureCount", 1, MOST_FEATURES);
  const trees = readTrees(reader.object("trees"), featureCount);
  if (trees.treeStart.length < 2) {
    reader.fail("trees", "has no tree");
  }
  const sampleSize = reader.integer("sampleSize", 1, MOST_SAMPLE);
  return { featureCount, sampleSize, usualPathLength: averagePathLength(sampleSize), trees };
}
