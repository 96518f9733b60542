import type { TreeEnsemble } from "../tree-ensemble";
import type { ModelReader } from "./model-reader";

const MOST_NODES = 50_000_000;

/** The trees as JSON; a threshold of +Infinity, which JSON has no word for, is null. */
export function treesToJson(trees: TreeEnsemble) {
  const { threshold } = trees;
  return {
    treeStart: Array.from(trees.treeStart),
    feature: Array.from(trees.feature),
    threshold: Array.from(threshold, (edge) => (Number.isFinite(edge) ? edge : null)),
    missingLeft: Array.from(trees.missingLeft),
    right: Array.from(trees.right),
    value: Array.from(trees.value),
    cover: Array.from(trees.cover),
  };
}

/** @throws ModelTextError where a row could get lost in the trees, or leave them */
export function readTrees(reader: ModelReader, featureCount: number): TreeEnsemble {
  const trees = {
    treeStart: Int32Array.from(reader.integers("treeStart", 0, MOST_NODES)),
    feature: Int32Array.from(reader.integers("feature", -1, featureCount - 1)),
    threshold: readThresholds(reader),
    missingLeft: Uint8Array.from(reader.integers("missingLeft", 0, 1)),
    right: Int32Array.from(reader.integers("right", 0, MOST_NODES)),
    value: Float64Array.from(reader.numbers("value")),
    cover: Float64Array.from(reader.numbers("cover")),
  };
  checkLengths(reader, trees);
  for (let tree = 0; tree + 1 < trees.treeStart.length; tree += 1) {
    checkTree(reader, trees, tree);
  }
  return trees;
}

function readThresholds(reader: ModelReader): Float64Array {
  const list = reader.value("threshold");
  if (!Array.isArray(list) || !list.every((edge) => edge === null || Number.isFinite(edge))) {
    return reader.fail("threshold", "is no list of numbers");
  }
  return Float64Array.from(list, (edge) => edge ?? Number.POSITIVE_INFINITY);
}

function checkLengths(reader: ModelReader, { treeStart, ...perNode }: TreeEnsemble): void {
  const nodes = treeStart.at(-1);
  if (nodes === undefined || treeStart[0] !== 0) {
    reader.fail("treeStart", "does not begin with 0");
  }
  for (const [name, list] of Object.entries(perNode)) {
    if (list.length !== nodes) {
      reader.fail(name, `has ${list.length} entries for ${nodes} nodes`);
    }
  }
}

/** In pre-order each child stands behind its parent, so whoever walks a sound tree comes to an end. */
function checkTree(reader: ModelReader, trees: TreeEnsemble, tree: number): void {
  const [root, end] = [trees.treeStart[tree] as number, trees.treeStart[tree + 1] as number];
  if (root >= end) {
    reader.fail(`treeStart[${tree + 1}]`, "leaves a tree without nodes");
  }
  for (let node = root; node < end; node += 1) {
    const right = trees.right[node] as number;
    if (trees.feature[node] !== -1 && !(right > node + 1 && right < end)) {
      reader.fail(`right[${node}]`, "is outside its tree");
    }
    if (!((trees.cover[node] as number) > 0)) {
      reader.fail(`cover[${node}]`, "is not above 0");
    }
  }
}
