import type { GradientBoostingModel } from "@/lib/ame/ml/gradient-boosting";
import { isLeft } from "@/lib/ame/ml/tree-ensemble";

/**
 * Shapley values by their definition, over every subset of the features: what is known goes down its
 * branch, what is not goes down both by the training rows' share. O(2^features).
 */
export function bruteForceShapley(model: GradientBoostingModel, row: Float64Array): number[] {
  const { featureCount } = model;
  const margins = Array.from({ length: 2 ** featureCount }, (_, known) =>
    expectedMargin(model, row, known),
  );
  return Array.from({ length: featureCount }, (_, feature) => {
    const own = 2 ** feature;
    return margins.reduce((sum, value, known) => {
      if ((known & own) !== 0) {
        return sum;
      }
      const size = bitsOf(known);
      const share = 1 / (featureCount * choose(featureCount - 1, size));
      return sum + share * ((margins[known | own] ?? 0) - value);
    }, 0);
  });
}

function expectedMargin(model: GradientBoostingModel, row: Float64Array, known: number): number {
  const { treeStart } = model.trees;
  return Array.from(treeStart.subarray(0, -1)).reduce(
    (sum, root) => sum + expectedValue(model, row, known, root),
    model.baseMargin,
  );
}

function expectedValue(
  model: GradientBoostingModel,
  row: Float64Array,
  known: number,
  node: number,
): number {
  const { trees } = model;
  const feature = trees.feature[node] ?? -1;
  if (feature < 0) {
    return trees.value[node] ?? 0;
  }
  const [left, right] = [node + 1, trees.right[node] ?? 0];
  if ((known & (2 ** feature)) !== 0) {
    const next = isLeft(trees, node, row[feature] ?? 0) ? left : right;
    return expectedValue(model, row, known, next);
  }
  const coverOf = (child: number) => (trees.cover[child] ?? 0) / (trees.cover[node] ?? 1);
  return (
    coverOf(left) * expectedValue(model, row, known, left) +
    coverOf(right) * expectedValue(model, row, known, right)
  );
}

function bitsOf(subset: number): number {
  return subset.toString(2).replaceAll("0", "").length;
}

function choose(all: number, some: number): number {
  return some === 0 ? 1 : (choose(all - 1, some - 1) * all) / some;
}
