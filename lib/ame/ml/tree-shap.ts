import { checkRow } from "./feature-rows";
import type { GradientBoostingModel } from "./gradient-boosting-model";
import {
  extend,
  newPath,
  type Path,
  type PathStep,
  type Stretch,
  stepOf,
  unwind,
  weightWithout,
} from "./shap-path";
import { isLeft, type TreeEnsemble } from "./tree-ensemble";

export interface Explanation {
  /** the mean margin of the training rows, in log-odds */
  baseValue: number;
  /** what each feature adds to it, in log-odds; with baseValue they sum to the margin */
  contributions: Float64Array;
}

/** What a feature brings along that was not split on before. */
const WHOLE = { zero: 1, one: 1 };

/** One tree that a row is taken through, down every branch at once. */
interface Walk {
  trees: TreeEnsemble;
  row: Float64Array;
  offset: number;
  path: Path;
  contributions: Float64Array;
}

/**
 * The exact Shapley values of a row's margin, where a feature that is left out goes down both branches
 * by the training rows' share (path-dependent TreeSHAP: Lundberg, Erion & Lee 2018, algorithm 2).
 * O(leaves x depth^2).
 * @param row the features in the order of the training rows, from `offset` on; NaN = missing
 * @throws RangeError where the row is too short
 */
export function explainPrediction(
  model: GradientBoostingModel,
  row: Float64Array,
  offset = 0,
): Explanation {
  const { trees, featureCount } = model;
  checkRow(row, offset, featureCount);
  const path = newPath(deepestOf(trees));
  const contributions = new Float64Array(featureCount);
  const walk = { trees, row, offset, path, contributions };
  let baseValue = model.baseMargin;
  for (let tree = 0; tree + 1 < trees.treeStart.length; tree += 1) {
    const root = trees.treeStart[tree] as number;
    baseValue += meanOf(trees, root, trees.treeStart[tree + 1] as number);
    descend(walk, root, { feature: -1, zero: 1, one: 1 }, { from: 0, length: 0 });
  }
  return { baseValue, contributions };
}

function descend(walk: Walk, node: number, step: PathStep, parent: Stretch): void {
  const { trees, path } = walk;
  const own = extend(path, parent, step);
  const feature = trees.feature[node] as number;
  if (feature < 0) {
    addLeaf(walk, own, trees.value[node] as number);
    return;
  }
  // A feature that was split on before is taken out, so that each is on the path once.
  const before = stepOf(path, own, feature);
  if (before > 0) {
    own.length = unwind(path, own, before);
  }
  const { zero, one } = before > 0 ? path.last : WHOLE;
  const right = trees.right[node] as number;
  const goesLeft = isLeft(trees, node, walk.row[walk.offset + feature] as number);
  const share = zero / (trees.cover[node] as number);
  const zeroLeft = share * (trees.cover[node + 1] as number);
  const zeroRight = share * (trees.cover[right] as number);
  descend(walk, node + 1, { feature, zero: zeroLeft, one: goesLeft ? one : 0 }, own);
  descend(walk, right, { feature, zero: zeroRight, one: goesLeft ? 0 : one }, own);
}

function addLeaf({ path, contributions }: Walk, own: Stretch, value: number): void {
  for (let at = 1; at < own.length; at += 1) {
    const i = own.from + at;
    const feature = path.features[i] as number;
    const change = (path.ones[i] as number) - (path.zeros[i] as number);
    contributions[feature] =
      (contributions[feature] as number) + weightWithout(path, own, at) * change * value;
  }
}

/** The mean leaf of a tree, over the rows that it was trained on. */
function meanOf({ feature, value, cover }: TreeEnsemble, root: number, end: number): number {
  let sum = 0;
  for (let node = root; node < end; node += 1) {
    if (feature[node] === -1) {
      sum += (value[node] as number) * (cover[node] as number);
    }
  }
  return sum / (cover[root] as number);
}

/** The most splits from a root to a leaf. */
function deepestOf({ treeStart, feature, right }: TreeEnsemble): number {
  const depth = new Int32Array(feature.length);
  let deepest = 0;
  for (let node = 0; node < feature.length; node += 1) {
    const own = depth[node] as number;
    deepest = Math.max(deepest, own);
    if (feature[node] !== -1) {
      depth[node + 1] = own + 1;
      depth[right[node] as number] = own + 1;
    }
  }
  return treeStart.length > 1 ? deepest : 0;
}
