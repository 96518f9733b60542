import type { Page } from "@/lib/contracts/common";
import type { RuleAnswer } from "@/lib/contracts/rule";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { toRuleAnswer } from "./rule-answer";
import { findRules } from "./rule-repository";

/** One page of rules, oldest first. */
export async function listRules(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<RuleAnswer>> {
  requirePermission(ctx, "rules:read");
  const rows = await findRules(ctx, {
    limit: query.limit + 1,
    afterId: decodeIdCursor(query.cursor),
  });
  const page = toPage(rows, query.limit, (rule) => [rule.id]);
  return { ...page, items: page.items.map(toRuleAnswer) };
}
