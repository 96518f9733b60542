import type { RuleAnswer } from "@/lib/contracts/rule";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { toRuleAnswer } from "./rule-answer";
import { getStoredRule } from "./rule-repository";

/** @throws AppError not_found */
export async function getRule(ctx: Context, id: number): Promise<RuleAnswer> {
  requirePermission(ctx, "rules:read");
  return toRuleAnswer(await getStoredRule(ctx, id));
}
