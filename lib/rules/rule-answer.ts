import type { RuleAnswer, RuleVersionAnswer } from "@/lib/contracts/rule";
import { isAppError } from "@/lib/kernel/app-error";
import { compileRule } from "./compiled-rule";
import type { Rule, RuleVersion } from "./rule";
import { ruleContent } from "./rule-content";

/** A rule in the shape of the HTTP API. */
export function toRuleAnswer(rule: Rule): RuleAnswer {
  return {
    id: rule.id,
    ...ruleContent(rule),
    execution_count: rule.executionCount,
    last_run_at: rule.lastRunAt?.toISOString() ?? null,
    last_status: isReadable(rule) ? rule.lastStatus : "unreadable",
    created_at: rule.createdAt.toISOString(),
    updated_at: rule.updatedAt.toISOString(),
  };
}

/** A rule of an older form stays stored, and never fires. */
function isReadable(rule: Rule): boolean {
  try {
    compileRule(rule);
    return true;
  } catch (error) {
    if (isAppError(error)) {
      return false;
    }
    throw error;
  }
}

export function toRuleVersionAnswer(version: RuleVersion): RuleVersionAnswer {
  return {
    rule_id: version.ruleId,
    ...ruleContent(version),
    change: version.change,
    changed_by: version.actorId,
    at: version.at.toISOString(),
  };
}
