/**
 * Decision trees, one behind the other, each in pre-order: the left child of node i is node i + 1.
 * A row goes left where its feature is <= the threshold, and where it is missing and missingLeft is 1.
 */
export interface TreeEnsemble {
  /** index of each tree's root, and the number of all nodes behind them */
  treeStart: Int32Array;
  /** feature that a node splits on; -1 in a leaf */
  feature: Int32Array;
  /** +Infinity sends all that is known to the left and what is missing to the right; 0 in a leaf */
  threshold: Float64Array;
  missingLeft: Uint8Array;
  /** index of the right child; 0 in a leaf */
  right: Int32Array;
  /** what a leaf adds; 0 elsewhere */
  value: Float64Array;
  /** weight of the training rows that came through; above 0 */
  cover: Float64Array;
}

/** @returns the index of the leaf that a row falls into, from a tree's root on */
export function leafOf(
  trees: TreeEnsemble,
  root: number,
  row: Float64Array,
  offset: number,
): number {
  const { feature, right } = trees;
  let node = root;
  let split = feature[node] as number;
  while (split >= 0) {
    const goesLeft = isLeft(trees, node, row[offset + split] as number);
    node = goesLeft ? node + 1 : (right[node] as number);
    split = feature[node] as number;
  }
  return node;
}

/** @returns whether a value goes left at a node that splits */
export function isLeft({ threshold, missingLeft }: TreeEnsemble, node: number, value: number) {
  return value <= (threshold[node] as number) || (missingLeft[node] === 1 && Number.isNaN(value));
}
