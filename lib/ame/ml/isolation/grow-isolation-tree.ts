import { type FeatureRows, toFinite } from "../feature-rows";
import type { Tree } from "../join-trees";
import type { Random } from "../seeded-random";
import { averagePathLength } from "./average-path-length";

type GrowingTree = { [Field in keyof Tree]: number[] };

interface Grower {
  table: FeatureRows;
  /** those that the tree is grown on; the rows of a node stand side by side */
  rows: Int32Array;
  random: Random;
  mostLevels: number;
  tree: GrowingTree;
  /** features in random order; which of them vary is found out node by node */
  order: Int32Array;
  /** c(n) of every n that a leaf can hold */
  pathLengths: Float64Array;
}

interface Cut {
  feature: number;
  threshold: number;
}

/**
 * Parts some rows at random until each is alone, or log2 of their number is reached (Liu et al. 2008).
 * A leaf's value is the path length that it stands for. The order of the rows is changed.
 */
export function growIsolationTree(
  table: FeatureRows,
  rows: Int32Array,
  pathLengths: Float64Array,
  random: Random,
): Tree {
  const tree: GrowingTree = {
    ...{ feature: [], threshold: [], missingLeft: [] },
    ...{ right: [], value: [], cover: [] },
  };
  const mostLevels = Math.ceil(Math.log2(Math.max(rows.length, 2)));
  const order = Int32Array.from({ length: table.featureCount }, (_, feature) => feature);
  const grower = { table, rows, random, mostLevels, tree, order, pathLengths };
  growNode(grower, 0, rows.length, 0);
  return tree;
}

/** The path length that a leaf of n rows adds to its own depth, for every n up to some number. */
export function pathLengthsUpTo(rows: number): Float64Array {
  return Float64Array.from({ length: rows + 1 }, (_, count) => averagePathLength(count));
}

function growNode(grower: Grower, start: number, end: number, level: number): void {
  const { tree, mostLevels, pathLengths } = grower;
  const cut = level < mostLevels && end - start > 1 ? drawCut(grower, start, end) : null;
  const at = tree.feature.push(cut === null ? -1 : cut.feature) - 1;
  tree.threshold.push(cut === null ? 0 : cut.threshold);
  tree.missingLeft.push(0);
  tree.right.push(0);
  tree.cover.push(end - start);
  tree.value.push(cut === null ? level + (pathLengths[end - start] as number) : 0);
  if (cut !== null) {
    const middle = partRows(grower, start, end, at);
    growNode(grower, start, middle, level + 1);
    tree.right[at] = tree.feature.length;
    growNode(grower, middle, end, level + 1);
  }
}

/** A random feature among those that vary, cut anywhere between its ends; null where none varies. */
function drawCut(grower: Grower, start: number, end: number): Cut | null {
  const { random, order } = grower;
  for (let left = order.length; left > 0; left -= 1) {
    const drawn = Math.floor(random() * left);
    const feature = order[drawn] as number;
    // The drawn one changes places with the last of those left, so that none is drawn twice.
    order[drawn] = order[left - 1] as number;
    order[left - 1] = feature;
    const { least, most } = rangeOf(grower, start, end, feature);
    if (least < most) {
      const share = random();
      const threshold = least * (1 - share) + most * share;
      return { feature, threshold: threshold >= least && threshold < most ? threshold : least };
    }
  }
  return null;
}

function rangeOf({ table, rows }: Grower, start: number, end: number, feature: number) {
  const { featureCount } = table;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i += 1) {
    const value = table.rows[(rows[i] as number) * featureCount + feature] as number;
    if (value < least) {
      least = value;
    }
    if (value > most) {
      most = value;
    }
  }
  return { least: toFinite(least), most: toFinite(most) };
}

/**
 * Brings what is up to the threshold to the front, and what is missing to where most rows are, so that
 * it is not strange in itself. @returns where the right child's rows begin
 */
function partRows({ table, rows, tree }: Grower, start: number, end: number, at: number) {
  const { featureCount } = table;
  const feature = tree.feature[at] as number;
  const threshold = tree.threshold[at] as number;
  let known = start;
  let left = start;
  for (let i = start; i < end; i += 1) {
    const row = rows[i] as number;
    const value = table.rows[row * featureCount + feature] as number;
    if (!Number.isNaN(value)) {
      rows[i] = rows[known] as number;
      rows[known] = row;
      if (value <= threshold) {
        rows[known] = rows[left] as number;
        rows[left] = row;
        left += 1;
      }
      known += 1;
    }
  }
  const missingLeft = left - start >= known - left;
  tree.missingLeft[at] = missingLeft ? 1 : 0;
  return missingLeft && known < end ? moveMissing(rows, { left, known, end }) : left;
}

/** Puts what is missing, and stands last, before the right child's rows. */
function moveMissing(rows: Int32Array, places: { left: number; known: number; end: number }) {
  const { left, known, end } = places;
  const right = rows.slice(left, known);
  rows.copyWithin(left, known, end);
  rows.set(right, left + end - known);
  return left + end - known;
}
