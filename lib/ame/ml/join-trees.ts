import type { TreeEnsemble } from "./tree-ensemble";

/** One tree of an ensemble, its nodes counted from its own root on. */
export interface Tree {
  feature: readonly number[];
  threshold: readonly number[];
  missingLeft: readonly number[];
  right: readonly number[];
  value: readonly number[];
  cover: readonly number[];
}

/** Puts trees one behind the other, in arrays that are fast to walk. */
export function joinTrees(trees: readonly Tree[]): TreeEnsemble {
  const treeStart = new Int32Array(trees.length + 1);
  trees.forEach(({ feature }, at) => {
    treeStart[at + 1] = (treeStart[at] as number) + feature.length;
  });
  const nodes = treeStart[trees.length] as number;
  const joined = {
    treeStart,
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    missingLeft: new Uint8Array(nodes),
    right: new Int32Array(nodes),
    value: new Float64Array(nodes),
    cover: new Float64Array(nodes),
  };
  trees.forEach((tree, at) => {
    addTree(joined, tree, treeStart[at] as number);
  });
  return joined;
}

function addTree(joined: TreeEnsemble, tree: Tree, start: number): void {
  joined.feature.set(tree.feature, start);
  joined.missingLeft.set(tree.missingLeft, start);
  joined.cover.set(tree.cover, start);
  for (let node = 0; node < tree.feature.length; node += 1) {
    const right = tree.right[node] as number;
    joined.right[start + node] = right === 0 ? 0 : start + right;
    // JSON has no -0, and a model is to be the same after it has been through a file.
    joined.threshold[start + node] = (tree.threshold[node] as number) + 0;
    joined.value[start + node] = (tree.value[node] as number) + 0;
  }
}
