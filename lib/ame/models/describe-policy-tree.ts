import type { PolicyTree } from "./policy-tree";

interface Wording {
  /** what label 1 means, e.g. "approved" */
  outcome: string;
  /** what a feature is called; left out, by its name */
  nameOf?: (feature: string) => string;
}

/**
 * A policy tree as lines to read, one for each branch, two spaces in for each level:
 * "scope_trust <= 0.52: 31 % approved (of 84)".
 */
export function describePolicyTree(tree: PolicyTree, wording: Wording): string[] {
  const { trees } = tree;
  return trees.feature[0] === -1
    ? [`always: ${leafText(tree, 0, wording)}`]
    : describeSplit(tree, 0, wording, 0);
}

function describeSplit(tree: PolicyTree, node: number, wording: Wording, level: number): string[] {
  const [below, above] = conditionsOf(tree, node, wording);
  const right = tree.trees.right[node] as number;
  const branch = (condition: string, child: number) => {
    const line = `${"  ".repeat(level)}${condition}`;
    return tree.trees.feature[child] === -1
      ? [`${line}: ${leafText(tree, child, wording)}`]
      : [line, ...describeSplit(tree, child, wording, level + 1)];
  };
  return [...branch(below, node + 1), ...branch(above, right)];
}

function conditionsOf({ trees, featureNames }: PolicyTree, node: number, { nameOf }: Wording) {
  const feature = featureNames[trees.feature[node] as number] as string;
  const name = nameOf ? nameOf(feature) : feature;
  const threshold = trees.threshold[node] as number;
  if (threshold === Number.POSITIVE_INFINITY) {
    return [`${name} known`, `${name} missing`] as const;
  }
  const edge = Number(threshold.toPrecision(3));
  return [`${name} <= ${edge}`, `${name} > ${edge}`] as const;
}

function leafText({ trees }: PolicyTree, leaf: number, { outcome }: Wording): string {
  const share = Math.round(100 * (trees.value[leaf] as number));
  return `${share} % ${outcome} (of ${trees.cover[leaf]})`;
}
