import { DecisionTreeRegression } from "ml-cart";
import { binRows } from "@/lib/ame/ml/boosting/binning";
import { checkFeatureRows, checkRow } from "@/lib/ame/ml/feature-rows";
import { checkScores, checkWeights } from "@/lib/ame/ml/labels";
import { readModelText } from "@/lib/ame/ml/serial/model-reader";
import { readTrees, treesToJson } from "@/lib/ame/ml/serial/tree-ensemble-text";
import { leafOf, type TreeEnsemble } from "@/lib/ame/ml/tree-ensemble";
import { binTable, ensembleOf, importancesOf } from "./cart-trees";
import type { Classifier, TrainingSet } from "./classifier";
import { pruneTree } from "./prune-tree";
import { readFeatureNames } from "./read-feature-names";
import { thinOut } from "./thin-out";

/** One tree, small enough to be read. */
export interface PolicyTree extends Classifier {
  kind: "policy_tree";
  /** one tree; a leaf's value is the mean label of its rows, its cover their number */
  trees: TreeEnsemble;
}

export interface PolicyTreeOptions {
  /** most leaves, 2 … 32; a tree of n leaves is written in 2n - 2 lines */
  mostLeaves: number;
  /** least rows behind a leaf */
  minLeafRows: number;
  /** the tree's time grows with the square of its rows: of more, so many are taken, 20 or more */
  mostRows: number;
}

const DEFAULT_OPTIONS: PolicyTreeOptions = { mostLeaves: 6, minLeafRows: 10, mostRows: 500 };
const MOST_DEPTH = 4;
/** An error that no split can do away with, far below any that matters. */
const TRACE = 1e-6;
/** Few bins make round thresholds, and leaves of some size. */
const MOST_BINS = 12;

/**
 * Grows one regression tree (Breiman et al. 1984) and prunes what says least. Give it a champion's
 * probabilities as labels and it shows what the champion learnt.
 * @throws RangeError where there is nothing to learn from, or a label is not within 0 … 1
 */
export function fitPolicyTree(
  set: TrainingSet,
  options: Partial<PolicyTreeOptions> = {},
): PolicyTree {
  const { mostLeaves, minLeafRows, mostRows } = { ...DEFAULT_OPTIONS, ...options };
  const featureCount = set.featureNames.length;
  checkFeatureRows({ rows: set.rows, rowCount: set.labels.length, featureCount });
  checkShares(set.labels);
  checkWeights(set.weights, set.labels.length);
  const { rows, labels } = thinOut(set, mostRows);
  const binned = binRows({ rows, rowCount: labels.length, featureCount }, MOST_BINS);
  const tree = new DecisionTreeRegression({
    ...{ maxDepth: MOST_DEPTH, minNumSamples: minLeafRows },
    gainThreshold: -1,
  });
  // What it calls gain is the error that is left, and it takes no split that leaves none of the labels'.
  const targets = Array.from(labels, (label, row) => (row === 0 ? label + TRACE : label));
  tree.train(binTable(binned), targets);
  const features = Array.from({ length: featureCount }, (_, feature) => feature);
  const grown = ensembleOf([{ root: tree.root, features }], { rows, binned });
  const pruned = pruneTree(grown, { rows, labels }, { mostLeaves, minLeafRows });
  return policyTreeOf(pruned, set.featureNames, importancesOf(pruned, featureCount));
}

/** @throws ModelTextError where the text is not a policy tree's */
export function parsePolicyTree(text: string): PolicyTree {
  const reader = readModelText(text, "policy-tree");
  const featureNames = readFeatureNames(reader);
  const trees = readTrees(reader.object("trees"), featureNames.length);
  return policyTreeOf(trees, featureNames, reader.numbers("importances"));
}

function policyTreeOf(
  trees: TreeEnsemble,
  featureNames: readonly string[],
  importances: readonly number[],
): PolicyTree {
  return {
    ...{ kind: "policy_tree", trees, featureNames, importances },
    predict: (row, offset = 0) => {
      checkRow(row, offset, featureNames.length);
      return trees.value[leafOf(trees, 0, row, offset)] as number;
    },
    serialise: () =>
      JSON.stringify({
        ...{ format: "policy-tree", version: 1, featureNames, importances },
        trees: treesToJson(trees),
      }),
  };
}

function checkShares(labels: ArrayLike<number>): void {
  checkScores("labels", labels);
  const wrong = Array.from(labels).findIndex((label) => label < 0 || label > 1);
  if (wrong >= 0) {
    throw new RangeError(`labels[${wrong}] is ${labels[wrong]}; give 0 … 1.`);
  }
}
