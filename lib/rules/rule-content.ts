import type { JsonObject } from "@/lib/contracts/common";
import type { Rule } from "./rule";

/** What a rule says, in the names of the HTTP API; the answers and the audit trail share it. */
export function ruleContent(
  rule: Pick<
    Rule,
    "name" | "description" | "condition" | "action" | "isEnabled" | "priority" | "version"
  >,
) {
  return {
    name: rule.name,
    description: rule.description,
    condition: rule.condition,
    action: rule.action,
    enabled: rule.isEnabled,
    priority: rule.priority,
    version: rule.version,
  } satisfies JsonObject;
}
