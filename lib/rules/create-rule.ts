import type { CreateRule, RuleAnswer } from "@/lib/contracts/rule";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertRoom } from "./assert-room";
import { type CheckAction, parseAction, toStoredAction } from "./parse-action";
import { parseAllowed } from "./parse-allowed";
import { assertNameFree, recordRuleChange } from "./record-rule-change";
import { toRuleAnswer } from "./rule-answer";
import { insertRule } from "./rule-repository";
import { dropRuleSet } from "./rule-set";

/**
 * Stores a rule and its first version.
 * @throws AppError invalid with the path of each fault; conflict when the name is taken or 200 are enabled
 */
export async function createRule(
  ctx: Context,
  input: CreateRule,
  checkAction: CheckAction,
): Promise<RuleAnswer> {
  requirePermission(ctx, "rules:write");
  requireWholeChain(ctx);
  const condition = parseAllowed(ctx, input.condition);
  const action = parseAction(input.action);
  checkAction(action, "body.action");
  const rule = await inTransaction(ctx, async (tx) => {
    await assertNameFree(tx, input.name);
    if (input.enabled) {
      await assertRoom(tx);
    }
    const stored = await insertRule(tx, {
      name: input.name,
      description: input.description ?? "",
      condition,
      action: toStoredAction(action),
      isEnabled: input.enabled,
      priority: input.priority,
    });
    await recordRuleChange(tx, "created", { after: stored });
    return stored;
  });
  dropRuleSet(ctx);
  return toRuleAnswer(rule);
}
