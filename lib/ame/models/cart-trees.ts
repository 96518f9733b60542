import { type BinnedRows, missingBin } from "@/lib/ame/ml/boosting/binning";
import { joinTrees, type Tree } from "@/lib/ame/ml/join-trees";
import { leafOf, type TreeEnsemble } from "@/lib/ame/ml/tree-ensemble";

/** A node as `ml-cart` grows it; rows go left where their value is below `splitValue`. */
export interface CartNode {
  left?: CartNode;
  right?: CartNode;
  splitColumn?: number;
  splitValue?: number;
  /** of a regression its mean; of a classification the share of each class */
  distribution?: number | { columns: number; get(row: number, column: number): number };
}

/** One tree that was grown on the bins of some rows. */
export interface CartTree {
  root: CartNode;
  /** the feature behind each column that it was grown on */
  features: readonly number[];
}

/**
 * Trees that were grown on bins, as trees over the values themselves. Bins have no missing values, so
 * `ml-cart`, which can make nothing of them, learns where they belong as it does of any other.
 * A leaf's value is the mean of its labels.
 */
export function ensembleOf(
  trees: readonly CartTree[],
  table: { rows: Float64Array; binned: BinnedRows },
): TreeEnsemble {
  const ensemble = joinTrees(
    trees.map((tree) => {
      const flat = newTree();
      addNode(flat, tree, tree.root, table.binned);
      return flat;
    }),
  );
  addCover(ensemble, table.rows, table.binned);
  return ensemble;
}

/** Bins as rows of a table, which is what `ml-cart` takes. */
export function binTable({ columns, rowCount }: BinnedRows): number[][] {
  return Array.from({ length: rowCount }, (_, row) =>
    columns.map((column) => column[row] as number),
  );
}

type GrowingTree = { [Field in keyof Tree]: number[] };

function newTree(): GrowingTree {
  return {
    ...{ feature: [], threshold: [], missingLeft: [] },
    ...{ right: [], value: [], cover: [] },
  };
}

function addNode(flat: GrowingTree, tree: CartTree, node: CartNode, binned: BinnedRows): void {
  const { left, right, splitColumn = 0, splitValue = 0 } = node;
  const feature = left && right ? (tree.features[splitColumn] as number) : -1;
  // The last bin below the split; those below it are whole numbers.
  const bin = Math.ceil(splitValue) - 1;
  const at = flat.feature.push(feature) - 1;
  flat.right.push(0);
  flat.cover.push(0);
  if (!left || !right) {
    flat.threshold.push(0);
    flat.missingLeft.push(0);
    flat.value.push(meanOf(node));
    return;
  }
  flat.threshold.push(binned.upperEdge[bin] as number);
  flat.missingLeft.push(missingBin(binned, feature) <= bin ? 1 : 0);
  flat.value.push(0);
  addNode(flat, tree, left, binned);
  flat.right[at] = flat.feature.length;
  addNode(flat, tree, right, binned);
}

/** The mean label of a leaf, where the classes are the labels 0 and 1. */
function meanOf({ distribution = 0 }: CartNode): number {
  if (typeof distribution === "number") {
    return distribution;
  }
  return distribution.columns > 1 ? distribution.get(0, 1) : 0;
}

/** Counts the rows that come through each node. */
function addCover(ensemble: TreeEnsemble, rows: Float64Array, binned: BinnedRows): void {
  const { treeStart, feature, right, cover } = ensemble;
  for (let tree = 0; tree + 1 < treeStart.length; tree += 1) {
    const [root, end] = [treeStart[tree] as number, treeStart[tree + 1] as number];
    for (let row = 0; row < binned.rowCount; row += 1) {
      const leaf = leafOf(ensemble, root, rows, row * binned.featureCount);
      cover[leaf] = (cover[leaf] as number) + 1;
    }
    for (let node = end - 1; node >= root; node -= 1) {
      if (feature[node] !== -1) {
        cover[node] = (cover[node + 1] as number) + (cover[right[node] as number] as number);
      }
    }
  }
}

/** Share of each feature in what the splits take off the squared error, of trees whose leaves are means. */
export function importancesOf(trees: TreeEnsemble, featureCount: number): number[] {
  const { feature, right, cover } = trees;
  const means = trees.value.slice();
  const gains = new Array<number>(featureCount).fill(0);
  for (let node = feature.length - 1; node >= 0; node -= 1) {
    const split = feature[node] as number;
    if (split >= 0) {
      const [low, high] = [node + 1, right[node] as number];
      const [ofLow, ofHigh] = [cover[low] as number, cover[high] as number];
      const [mean, other] = [means[low] as number, means[high] as number];
      means[node] = (ofLow * mean + ofHigh * other) / (ofLow + ofHigh);
      gains[split] =
        (gains[split] as number) + ((ofLow * ofHigh) / (ofLow + ofHigh)) * (mean - other) ** 2;
    }
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return total > 0 ? gains.map((gain) => gain / total) : gains;
}
