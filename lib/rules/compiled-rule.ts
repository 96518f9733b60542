import type { Trigger } from "@/lib/workflows/after-change";
import { compileCondition, isCalled, type Test } from "./compile-condition";
import type { Condition } from "./condition";
import { parseAction } from "./parse-action";
import { parseCondition } from "./parse-condition";
import type { Rule, RuleAction } from "./rule";

/** A rule that is ready to be asked. */
export interface CompiledRule {
  id: number;
  name: string;
  version: number;
  condition: Condition;
  action: RuleAction;
  matches: Test;
  /** false when no case could match after this change, so that none needs to be read */
  listensTo(trigger: Trigger): boolean;
}

/** @throws AppError invalid when what is stored is no rule */
export function compileRule(
  rule: Pick<Rule, "id" | "name" | "version" | "condition" | "action">,
): CompiledRule {
  const condition = parseCondition(rule.condition, "condition");
  const { type, event_type: eventType } = condition;
  const isPicky = type === "event" && eventType !== undefined;
  return {
    id: rule.id,
    name: rule.name,
    version: rule.version,
    condition,
    action: parseAction(rule.action, "action"),
    matches: compileCondition(condition),
    listensTo: (trigger) => !isPicky || isCalled(trigger, eventType),
  };
}
