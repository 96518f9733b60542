import type { RuleAnswer, UpdateRule } from "@/lib/contracts/rule";
import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { asksForHidden } from "./asks-for-hidden";
import { assertRoom } from "./assert-room";
import { type CheckAction, parseAction, toStoredAction } from "./parse-action";
import { parseAllowed } from "./parse-allowed";
import { assertNameFree, recordRuleChange } from "./record-rule-change";
import type { Rule } from "./rule";
import { toRuleAnswer } from "./rule-answer";
import { changeRule, holdRule, type RuleContent } from "./rule-repository";
import { dropRuleSet } from "./rule-set";

/**
 * Changes what the input names and adds a version.
 * @throws AppError invalid, not_found, or conflict when the name is taken, 200 are enabled or someone was faster
 */
export async function updateRule(
  ctx: Context,
  id: number,
  input: UpdateRule,
  checkAction: CheckAction,
): Promise<RuleAnswer> {
  requirePermission(ctx, "rules:write");
  requireWholeChain(ctx);
  const change = readChange(ctx, input, checkAction);
  const rule = await inTransaction(ctx, async (tx) => {
    const before = await holdRule(tx, id);
    assertMayAim(tx, before, change);
    if (change.name !== undefined) {
      await assertNameFree(tx, change.name, id);
    }
    if (change.isEnabled && !before.isEnabled) {
      await assertRoom(tx);
    }
    const after = await changeRule(tx, before, { ...contentOf(before), ...change });
    await recordRuleChange(tx, "updated", { before, after });
    return after;
  });
  dropRuleSet(ctx);
  return toRuleAnswer(rule);
}

/** What a rule matches tells what it compares; only to switch it off takes no leave. */
function assertMayAim(ctx: Context, before: Rule, change: Partial<RuleContent>): void {
  const isOnlyDisabled = change.isEnabled === false && Object.keys(change).length === 1;
  if (change.condition === undefined && !isOnlyDisabled && asksForHidden(before.condition)) {
    requirePermission(ctx, "patients:reveal");
  }
}

function readChange(
  ctx: Context,
  input: UpdateRule,
  checkAction: CheckAction,
): Partial<RuleContent> {
  const { name, description, condition, action, enabled, priority } = input;
  const parsed = action === undefined ? undefined : parseAction(action);
  if (parsed) {
    checkAction(parsed, "body.action");
  }
  const change: Partial<RuleContent> = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description: description ?? "" }),
    ...(condition !== undefined && { condition: parseAllowed(ctx, condition) }),
    ...(parsed && { action: toStoredAction(parsed) }),
    ...(enabled !== undefined && { isEnabled: enabled }),
    ...(priority !== undefined && { priority }),
  };
  if (Object.keys(change).length === 0) {
    throw invalidField(
      "body",
      "missing",
      "Nothing to change: name at least one of name, description, condition, action, enabled, priority.",
    );
  }
  return change;
}

function contentOf(rule: Rule): RuleContent {
  const { name, description, condition, action, isEnabled, priority } = rule;
  return { name, description, condition, action, isEnabled, priority };
}
