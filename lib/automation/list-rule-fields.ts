import type { RuleVocabulary } from "@/lib/contracts/rule";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { CONDITION_TYPES, LIMITS } from "@/lib/rules/condition";
import { ATTRIBUTES_PREFIX, FIELDS } from "@/lib/rules/fields";
import { describeOperators, operatorsOf } from "@/lib/rules/operators";
import { CHANGES } from "@/lib/workflows/after-change";
import { ACTION_TYPES, getAction } from "./action-registry";

/** What rules are made of, for those who build them. */
export function listRuleFields(ctx: Context): RuleVocabulary {
  requirePermission(ctx, "rules:read");
  const fields = FIELDS.map(({ name, type, description, values }) => ({
    name,
    type,
    description,
    operators: [...operatorsOf(type)],
    ...(values && { values: [...values] }),
  }));
  const attribute = {
    name: `${ATTRIBUTES_PREFIX}<key>`,
    type: "any" as const,
    description: "Any attribute of the case; keys of inner objects follow after a dot",
    operators: [...operatorsOf("any")],
  };
  return {
    condition_types: [...CONDITION_TYPES],
    changes: [...CHANGES, "queue_changed", "insurance_changed"],
    fields: [...fields, attribute],
    operators: describeOperators(),
    actions: ACTION_TYPES.map((type) => ({ type, description: getAction(type).description })),
    limits: {
      depth: LIMITS.depth,
      nodes: LIMITS.nodes,
      text_characters: LIMITS.textCharacters,
      list_items: LIMITS.listItems,
      bytes: LIMITS.bytes,
    },
  };
}
