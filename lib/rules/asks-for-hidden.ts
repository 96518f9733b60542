import { SHOWN_ATTRIBUTES } from "@/lib/packs/shown-attributes";
import { type ConditionNode, isComparison } from "./condition";
import { ATTRIBUTES_PREFIX } from "./fields";

/** Whether a condition compares an attribute that answers show masked, which its matches would tell. */
export function asksForHidden(node: ConditionNode): boolean {
  if (isComparison(node)) {
    return isHidden(node.field);
  }
  const { all = [], any = [], not } = node;
  return [...all, ...any, ...(not ? [not] : [])].some(asksForHidden);
}

function isHidden(field: string): boolean {
  if (!field.startsWith(ATTRIBUTES_PREFIX)) {
    return false;
  }
  const [name = "", ...path] = field.slice(ATTRIBUTES_PREFIX.length).split(".");
  const fields = SHOWN_ATTRIBUTES.get(name);
  return !fields || path.length > 1 || path.some((part) => !fields.includes(part));
}
