import { joinTrees } from "@/lib/ame/ml/join-trees";
import type { TreeEnsemble } from "@/lib/ame/ml/tree-ensemble";

/** Below this a gain is rounding. */
const LEAST_GAIN = 1e-9;

interface Branch {
  feature: number;
  threshold: number;
  missingLeft: number;
  /** mean label of its rows */
  value: number;
  /** number of its rows */
  cover: number;
  children: [Branch, Branch] | null;
}

/** What the tree was grown on. */
interface Table {
  rows: Float64Array;
  labels: Float64Array;
}

interface Limits {
  mostLeaves: number;
  minLeafRows: number;
}

/**
 * Takes out the splits that part a few rows from the rest, which then go with the rest; then those that
 * part least, until few leaves are left.
 */
export function pruneTree(trees: TreeEnsemble, table: Table, limits: Limits): TreeEnsemble {
  const root = branchAt(trees, 0);
  const everyRow = Array.from(table.labels.keys());
  settle(root, table, everyRow);
  for (let split = findSmall(root, limits); split; split = findSmall(root, limits)) {
    const [left, right] = split.children ?? [split, split];
    Object.assign(split, left.cover < right.cover ? right : left);
    settle(root, table, everyRow);
  }
  for (let split = findWeakest(root, limits); split; split = findWeakest(root, limits)) {
    split.children = null;
  }
  return joinTrees([flatten(root)]);
}

function branchAt(trees: TreeEnsemble, node: number): Branch {
  const right = trees.right[node] as number;
  return {
    feature: trees.feature[node] as number,
    threshold: trees.threshold[node] as number,
    missingLeft: trees.missingLeft[node] as number,
    ...{ value: 0, cover: 0 },
    children: right === 0 ? null : [branchAt(trees, node + 1), branchAt(trees, right)],
  };
}

/** Sends rows down, and has each branch keep their number and their mean label. */
function settle(branch: Branch, table: Table, rows: readonly number[]): void {
  const sum = rows.reduce((total, row) => total + (table.labels[row] as number), 0);
  branch.cover = rows.length;
  branch.value = rows.length === 0 ? 0 : sum / rows.length;
  if (branch.children) {
    const [left, right] = branch.children;
    const width = table.rows.length / table.labels.length;
    const isLeft = (row: number) => {
      const value = table.rows[row * width + branch.feature] as number;
      return value <= branch.threshold || (branch.missingLeft === 1 && Number.isNaN(value));
    };
    settle(left, table, rows.filter(isLeft));
    settle(
      right,
      table,
      rows.filter((row) => !isLeft(row)),
    );
  }
}

function findSmall(root: Branch, { minLeafRows }: Limits): Branch | undefined {
  return branchesOf(root).find(({ children }) =>
    children?.some(({ cover }) => cover < minLeafRows),
  );
}

/** The split into two leaves that parts least, where it parts nothing or there are too many leaves. */
function findWeakest(root: Branch, { mostLeaves }: Limits): Branch | undefined {
  const branches = branchesOf(root);
  const leaves = branches.filter(({ children }) => children === null).length;
  const [weakest] = branches
    .filter(({ children }) => children?.every((child) => child.children === null))
    .sort((a, b) => gainOf(a) - gainOf(b));
  return weakest && (leaves > mostLeaves || gainOf(weakest) < LEAST_GAIN) ? weakest : undefined;
}

/** What a split takes off the squared error. */
function gainOf({ children }: Branch): number {
  if (!children) {
    return 0;
  }
  const [left, right] = children;
  const rows = left.cover + right.cover;
  return ((left.cover * right.cover) / rows) * (left.value - right.value) ** 2;
}

function branchesOf(branch: Branch): Branch[] {
  return [branch, ...(branch.children ?? []).flatMap(branchesOf)];
}

function flatten(root: Branch) {
  const branches = branchesOf(root);
  const isLeaf = ({ children }: Branch) => children === null;
  return {
    feature: branches.map((branch) => (isLeaf(branch) ? -1 : branch.feature)),
    threshold: branches.map((branch) => (isLeaf(branch) ? 0 : branch.threshold)),
    missingLeft: branches.map((branch) => (isLeaf(branch) ? 0 : branch.missingLeft)),
    right: branches.map(({ children }) => (children ? branches.indexOf(children[1]) : 0)),
    value: branches.map((branch) => (isLeaf(branch) ? branch.value : 0)),
    cover: branches.map(({ cover }) => cover),
  };
}
