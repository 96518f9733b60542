import type { Prisma } from "@/generated/sqlite/client";
import type { JsonObject } from "@/lib/contracts/common";
import { lockForUpdate } from "@/lib/db/lock-rows";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { assertExpected } from "@/lib/kernel/resource-tag";
import { getSettings } from "@/lib/platform/settings";
import type { FiringOutcome, Rule, RuleChange, RuleVersion } from "./rule";

export type RuleContent = Pick<
  Rule,
  "name" | "description" | "condition" | "action" | "isEnabled" | "priority"
>;

export async function insertRule(tx: TransactionContext, content: RuleContent): Promise<Rule> {
  const now = tx.now();
  const row = await tx.db.rule.create({
    data: {
      ...content,
      tenantId: tx.tenantId,
      createdBy: tx.actor.id,
      updatedBy: tx.actor.id,
      createdAt: now,
      updatedAt: now,
    },
  });
  return toRule(row);
}

/** @throws AppError not_found */
export async function getStoredRule(ctx: Context, id: number): Promise<Rule> {
  const row = await ctx.db.rule.findFirst({ where: { id, tenantId: ctx.tenantId } });
  if (!row) {
    throw new AppError("not_found", `Rule ${id} not found; list them at GET /api/rules.`);
  }
  return toRule(row);
}

/**
 * The same, kept from every other writer until the transaction ends.
 * @throws AppError not_found; precondition_failed when the caller expects another version
 */
export async function holdRule(tx: TransactionContext, id: number): Promise<Rule> {
  const where = { tenant_id: tx.tenantId, id };
  await lockForUpdate(tx.db, getSettings().databaseProvider, "rules", where);
  const rule = await getStoredRule(tx, id);
  assertExpected(tx, { kind: "rule", id, version: rule.version });
  return rule;
}

export async function findRuleByName(ctx: Context, name: string): Promise<Rule | null> {
  const row = await ctx.db.rule.findFirst({ where: { tenantId: ctx.tenantId, name } });
  return row && toRule(row);
}

/** Oldest first. */
export async function findRules(
  ctx: Context,
  page: { limit: number; afterId?: number | undefined },
): Promise<Rule[]> {
  const rows = await ctx.db.rule.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(page.afterId === undefined ? {} : { id: { gt: page.afterId } }),
    },
    orderBy: { id: "asc" },
    take: page.limit,
  });
  return rows.map(toRule);
}

export function countEnabledRules(ctx: Context): Promise<number> {
  return ctx.db.rule.count({ where: { tenantId: ctx.tenantId, isEnabled: true } });
}

/** In the order in which they run: the highest priority first, then the oldest. */
export async function findEnabledRules(ctx: Context): Promise<Rule[]> {
  const rows = await ctx.db.rule.findMany({
    where: { tenantId: ctx.tenantId, isEnabled: true },
    orderBy: [{ priority: "desc" }, { id: "asc" }],
  });
  return rows.map(toRule);
}

/**
 * Writes a change if the rule is still at its version.
 * @throws AppError conflict when someone else was faster
 */
export async function changeRule(
  tx: TransactionContext,
  before: Rule,
  content: RuleContent,
): Promise<Rule> {
  const stamp = { version: before.version + 1, updatedAt: tx.now() };
  const changed = await tx.db.rule.updateMany({
    where: { id: before.id, tenantId: tx.tenantId, version: before.version },
    data: { ...content, ...stamp, updatedBy: tx.actor.id },
  });
  assertOne(changed.count, before.id);
  return { ...before, ...content, ...stamp };
}

/** @throws AppError conflict when someone else was faster */
export async function removeRule(tx: TransactionContext, before: Rule): Promise<void> {
  const removed = await tx.db.rule.deleteMany({
    where: { id: before.id, tenantId: tx.tenantId, version: before.version },
  });
  assertOne(removed.count, before.id);
}

function assertOne(count: number, id: number): void {
  if (count !== 1) {
    throw new AppError("conflict", `Rule ${id} has just changed; reload it and try again.`);
  }
}

/** Counts firings of the rule. @returns false when it was changed or switched off meanwhile */
export async function countFirings(
  tx: TransactionContext,
  rule: Pick<Rule, "id" | "version">,
  fired: { times: number; outcome: FiringOutcome },
): Promise<boolean> {
  const changed = await tx.db.rule.updateMany({
    where: { id: rule.id, tenantId: tx.tenantId, version: rule.version, isEnabled: true },
    data: {
      executionCount: { increment: fired.times },
      lastRunAt: tx.now(),
      lastStatus: fired.outcome,
    },
  });
  return changed.count === 1;
}

export async function insertRuleVersion(
  tx: TransactionContext,
  rule: Rule,
  change: RuleChange,
): Promise<void> {
  await tx.db.ruleVersion.create({
    data: {
      tenantId: tx.tenantId,
      ruleId: rule.id,
      version: rule.version,
      change,
      name: rule.name,
      description: rule.description,
      condition: rule.condition,
      action: rule.action,
      isEnabled: rule.isEnabled,
      priority: rule.priority,
      actorId: tx.actor.id,
      at: tx.now(),
    },
    select: { id: true },
  });
}

/** Newest first. */
export async function findRuleVersions(
  ctx: Context,
  ruleId: number,
  page: { limit: number; beforeId?: number | undefined },
): Promise<RuleVersion[]> {
  const rows = await ctx.db.ruleVersion.findMany({
    where: {
      tenantId: ctx.tenantId,
      ruleId,
      ...(page.beforeId === undefined ? {} : { id: { lt: page.beforeId } }),
    },
    orderBy: { id: "desc" },
    take: page.limit,
  });
  return rows.map((row) => ({
    ...row,
    id: Number(row.id),
    ruleId: Number(row.ruleId),
    change: row.change as RuleChange,
    condition: row.condition as JsonObject,
    action: row.action as JsonObject,
  }));
}

function toRule(row: Prisma.RuleGetPayload<object>): Rule {
  return {
    id: Number(row.id),
    name: row.name,
    description: row.description,
    condition: row.condition as JsonObject,
    action: row.action as JsonObject,
    isEnabled: row.isEnabled,
    priority: row.priority,
    version: row.version,
    executionCount: row.executionCount,
    lastRunAt: row.lastRunAt,
    lastStatus: row.lastStatus,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
