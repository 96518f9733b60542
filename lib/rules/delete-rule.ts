import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { recordRuleChange } from "./record-rule-change";
import { holdRule, removeRule } from "./rule-repository";
import { dropRuleSet } from "./rule-set";

/**
 * Removes a rule; its versions stay, with a last one that says so.
 * @throws AppError not_found, or conflict when someone has just changed it
 */
export async function deleteRule(ctx: Context, id: number): Promise<{ ok: true; id: number }> {
  requirePermission(ctx, "rules:write");
  requireWholeChain(ctx);
  await inTransaction(ctx, async (tx) => {
    const before = await holdRule(tx, id);
    await removeRule(tx, before);
    const after = { ...before, version: before.version + 1 };
    await recordRuleChange(tx, "deleted", { before, after });
  });
  dropRuleSet(ctx);
  return { ok: true, id };
}
