import type { CrossValidationReport, GradientBoostingModel } from "../gradient-boosting-model";
import { joinTrees, type Tree } from "../join-trees";
import type { BinnedRows } from "./binning";
import type { Member } from "./booster";
import type { GradientBoostingOptions } from "./boosting-options";
import type { BinnedTree } from "./grower";

/** More would say nothing of the data, and make the model's text half as long again. */
const DIGITS = 9;

/** What was grown, and how. */
export interface Grown {
  members: readonly Member[];
  options: GradientBoostingOptions;
  crossValidation: CrossValidationReport | null;
}

/** Turns bins back into thresholds, and puts the mean and the calibration into the leaves. */
export function modelOf(
  { members, options, crossValidation }: Grown,
  binned: BinnedRows,
): GradientBoostingModel {
  const { slope, intercept } = crossValidation ?? { slope: 1, intercept: 0 };
  const share = slope / members.length;
  const trees = members.flatMap((member) => member.trees);
  return {
    featureCount: binned.featureCount,
    baseMargin: members.reduce((sum, { baseMargin }) => sum + share * baseMargin, intercept),
    trees: joinTrees(trees.map((tree) => treeOf(tree, binned, share))),
    options,
    importances: importancesOf(trees, binned.featureCount),
    crossValidation,
  };
}

function treeOf(tree: BinnedTree, { upperEdge }: BinnedRows, share: number): Tree {
  return {
    feature: tree.feature,
    threshold: tree.bin.map((bin, node) =>
      tree.feature[node] === -1 ? 0 : (upperEdge[bin] as number),
    ),
    missingLeft: tree.missingLeft.map(Number),
    right: tree.right,
    value: tree.value.map((value) => Number((share * value).toPrecision(DIGITS))),
    cover: tree.cover,
  };
}

function importancesOf(trees: readonly BinnedTree[], featureCount: number): Float64Array {
  const gains = new Float64Array(featureCount);
  for (const { feature, gain } of trees) {
    feature.forEach((split, node) => {
      if (split >= 0) {
        gains[split] = (gains[split] as number) + (gain[node] as number);
      }
    });
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return total > 0 ? gains.map((gain) => gain / total) : gains;
}
