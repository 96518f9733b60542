import type { Operator, Scalar } from "./operators";

/** One comparison of a declared field. */
export type Comparison = {
  field: string;
  operator: Operator;
  /** absent for exists and not_exists; a list for in and not_in */
  value?: Scalar | Scalar[];
};

/** Every part that is there must hold. */
export type Group = { all?: ConditionNode[]; any?: ConditionNode[]; not?: ConditionNode };

export type ConditionNode = Comparison | Group;

export const CONDITION_TYPES = ["workflow_state", "event", "always", "condition"] as const;

/** A condition as it is stored: checked, with the operators' full names. */
export type Condition = Group & {
  type: (typeof CONDITION_TYPES)[number];
  /** of type workflow_state: a queue or a workflow state; absent = wherever the case stands */
  state?: string;
  /** of type event: the change that must have happened; absent = any change */
  event_type?: string;
};

export function isComparison(node: ConditionNode): node is Comparison {
  return "field" in node;
}

export const LIMITS = {
  depth: 10,
  nodes: 200,
  textCharacters: 1000,
  listItems: 100,
  bytes: 16 * 1024,
} as const;
