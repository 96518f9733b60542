import { type BinnedRows, missingBin } from "./binning";
import type { GradientBoostingOptions } from "./boosting-options";
import {
  type Derivatives,
  fillHistogram,
  type Histogram,
  newHistogram,
  type RowRange,
  subtractHistogram,
} from "./histogram";
import { type Bounds, leafValue, UNBOUNDED } from "./leaf-value";
import { findSplit, type NodeSums, type Split } from "./splitter";

/** A tree over bins, in pre-order: the left child of node i is node i + 1. */
export interface BinnedTree {
  /** -1 in a leaf */
  feature: number[];
  /** rows go left where their bin is <= this one */
  bin: number[];
  missingLeft: boolean[];
  right: number[];
  /** weight of the rows that came through, whether the tree was grown on them or not */
  cover: number[];
  /** of a leaf, with the learning rate in it */
  value: number[];
  /** gain of a split */
  gain: number[];
}

/** What every tree of an ensemble is grown with; its buffers are used again. */
export interface Grower {
  binned: BinnedRows;
  weights: Float64Array;
  derivatives: Derivatives;
  options: GradientBoostingOptions;
  /** of every row; a leaf adds its value to those of its rows */
  margins: Float64Array;
  /** one for each level */
  histograms: Histogram[];
  /** those that the tree may split on */
  features: Int32Array;
  /** where the rows that go right wait */
  waiting: Int32Array;
}

interface Node {
  /** those that the tree is grown on */
  rows: RowRange;
  /** those that only come through */
  others: RowRange;
  sums: NodeSums;
  bounds: Bounds;
  histogram: Histogram;
  level: number;
}

export function newGrower(
  data: { binned: BinnedRows; weights: Float64Array },
  baseMargin: number,
  options: GradientBoostingOptions,
): Grower {
  const { binned, weights } = data;
  const { rowCount } = binned;
  const gradient = new Float64Array(rowCount);
  const hessian = new Float64Array(rowCount);
  return {
    ...{ binned, weights, options, derivatives: { gradient, hessian } },
    margins: new Float64Array(rowCount).fill(baseMargin),
    histograms: Array.from({ length: options.depth }, () => newHistogram(binned)),
    features: binned.varying,
    waiting: new Int32Array(rowCount),
  };
}

/** What one tree is grown on. */
export interface Draw {
  /** the features that it may split on */
  features: Int32Array;
  /** the rows that it learns from; their order is changed */
  rows: Int32Array;
  /** the rest of the rows; their order is changed */
  others: Int32Array;
}

/**
 * Grows one tree, depth first, and adds it to the margins of all rows.
 * @returns null, and changes no margin, where no split gains anything
 */
export function growTree(grower: Grower, draw: Draw): BinnedTree | null {
  const tree: BinnedTree = {
    ...{ feature: [], bin: [], missingLeft: [] },
    ...{ right: [], cover: [], value: [], gain: [] },
  };
  grower.features = draw.features;
  const rows = { rows: draw.rows, start: 0, end: draw.rows.length };
  const others = { rows: draw.others, start: 0, end: draw.others.length };
  const histogram = grower.histograms[0] as Histogram;
  fillHistogram(histogram, grower, grower.features, rows);
  const sums = sumRows(grower.derivatives, draw.rows);
  const root = { rows, others, sums, bounds: UNBOUNDED, histogram, level: 0 };
  const split = splitOf(grower, root);
  if (split === null) {
    return null;
  }
  growChildren(grower, tree, root, split);
  return tree;
}

function growNode(grower: Grower, tree: BinnedTree, node: Node): void {
  const split = splitOf(grower, node);
  if (split === null) {
    addLeaf(grower, tree, node);
  } else {
    growChildren(grower, tree, node, split);
  }
}

function splitOf({ binned, options, features }: Grower, node: Node): Split | null {
  const { sums, bounds, histogram } = node;
  return node.level < options.depth && sums.rows >= 2 * options.minLeafRows
    ? findSplit({ histogram, binned, features, options, sums, bounds })
    : null;
}

function growChildren(grower: Grower, tree: BinnedTree, node: Node, split: Split): void {
  const at = addNode(tree, split);
  const [left, right] = childrenOf(grower, node, split);
  growNode(grower, tree, left);
  const rightAt = tree.feature.length;
  tree.right[at] = rightAt;
  growNode(grower, tree, right);
  tree.cover[at] = (tree.cover[at + 1] as number) + (tree.cover[rightAt] as number);
}

function childrenOf(grower: Grower, node: Node, split: Split): [Node, Node] {
  const rows = partition(grower, node.rows, split);
  const others = partition(grower, node.others, split);
  const level = node.level + 1;
  const [leftBounds, rightBounds] = boundsOf(node.bounds, split, grower.options);
  const { histogram } = node;
  const left: Node = {
    rows: rows.left,
    others: others.left,
    sums: split.left,
    bounds: leftBounds,
    histogram,
    level,
  };
  const right: Node = {
    rows: rows.right,
    others: others.right,
    sums: split.right,
    bounds: rightBounds,
    histogram,
    level,
  };
  const isLeftSmaller = split.left.rows <= split.right.rows;
  shareHistogram(grower, isLeftSmaller ? left : right, isLeftSmaller ? right : left);
  return [left, right];
}

/** Only the smaller child's rows are summed; the larger one's sums are what is left of their parent's. */
function shareHistogram(grower: Grower, smaller: Node, larger: Node): void {
  const { options, binned, histograms, features } = grower;
  if (larger.level < options.depth && larger.sums.rows >= 2 * options.minLeafRows) {
    smaller.histogram = histograms[smaller.level] as Histogram;
    fillHistogram(smaller.histogram, grower, features, smaller.rows);
    subtractHistogram(larger.histogram, smaller.histogram, binned, features);
  }
}

/** Brings the rows that go left to the front, without changing the order on either side. */
function partition({ binned, waiting }: Grower, { rows, start, end }: RowRange, split: Split) {
  const { feature, bin } = split;
  const codes = binned.columns[feature] as Int32Array;
  const missing = split.missingLeft ? missingBin(binned, feature) : -1;
  let middle = start;
  for (let i = start; i < end; i += 1) {
    const row = rows[i] as number;
    const code = codes[row] as number;
    if (code <= bin || code === missing) {
      rows[middle] = row;
      middle += 1;
    } else {
      waiting[i - middle] = row;
    }
  }
  for (let i = middle; i < end; i += 1) {
    rows[i] = waiting[i - middle] as number;
  }
  return { left: { rows, start, end: middle }, right: { rows, start: middle, end } };
}

/** Children of a monotone split keep to their own side of its middle, and so do theirs. */
function boundsOf(
  bounds: Bounds,
  { feature, left, right }: Split,
  { monotone, lambda }: GradientBoostingOptions,
): [Bounds, Bounds] {
  const sign = monotone[feature] ?? 0;
  if (sign === 0) {
    return [bounds, bounds];
  }
  const leftValue = leafValue(left.gradient, left.hessian + lambda, bounds);
  const rightValue = leafValue(right.gradient, right.hessian + lambda, bounds);
  const middle = (leftValue + rightValue) / 2;
  const below = { lower: bounds.lower, upper: middle };
  const above = { lower: middle, upper: bounds.upper };
  return sign > 0 ? [below, above] : [above, below];
}

function addNode(
  tree: BinnedTree,
  { feature, bin, missingLeft, gain }: Pick<Split, "feature" | "bin" | "missingLeft" | "gain">,
): number {
  tree.bin.push(bin);
  tree.missingLeft.push(missingLeft);
  tree.right.push(0);
  tree.cover.push(0);
  tree.value.push(0);
  tree.gain.push(gain);
  return tree.feature.push(feature) - 1;
}

function addLeaf(grower: Grower, tree: BinnedTree, { rows, others, sums, bounds }: Node): void {
  const { learningRate, lambda } = grower.options;
  const value = learningRate * leafValue(sums.gradient, sums.hessian + lambda, bounds);
  const leaf = addNode(tree, { feature: -1, bin: 0, missingLeft: false, gain: 0 });
  tree.value[leaf] = value;
  tree.cover[leaf] = settleRows(grower, rows, value) + settleRows(grower, others, value);
}

/** Adds a leaf's value to the margins of its rows. @returns their weight */
function settleRows({ margins, weights }: Grower, range: RowRange, value: number): number {
  let weight = 0;
  for (let i = range.start; i < range.end; i += 1) {
    const row = range.rows[i] as number;
    margins[row] = (margins[row] as number) + value;
    weight += weights[row] as number;
  }
  return weight;
}

function sumRows({ gradient, hessian }: Derivatives, rows: Int32Array): NodeSums {
  const sums = { gradient: 0, hessian: 0, rows: rows.length };
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as number;
    sums.gradient += gradient[row] as number;
    sums.hessian += hessian[row] as number;
  }
  return sums;
}
