import type { Page } from "@/lib/contracts/common";
import type { RuleVersionAnswer } from "@/lib/contracts/rule";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { toRuleVersionAnswer } from "./rule-answer";
import { findRuleVersions, getStoredRule } from "./rule-repository";

/**
 * What a rule was after each change, newest first, also after it was deleted.
 * @throws AppError not_found for a rule that never was
 */
export async function listRuleVersions(
  ctx: Context,
  id: number,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<RuleVersionAnswer>> {
  requirePermission(ctx, "rules:read");
  const beforeId = decodeIdCursor(query.cursor);
  const rows = await findRuleVersions(ctx, id, { limit: query.limit + 1, beforeId });
  if (rows.length === 0 && beforeId === undefined) {
    await getStoredRule(ctx, id);
  }
  const page = toPage(rows, query.limit, (version) => [version.id]);
  return { ...page, items: page.items.map(toRuleVersionAnswer) };
}
