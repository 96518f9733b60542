import type { Prisma } from "@/generated/sqlite/client";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { KillSwitch, Scope } from "./kill-switch";
import { stopKindOf } from "./stop-kind-of";

/** More scopes than anybody stops one by one. */
const MAX_SWITCHES = 500;

/** Those that stop something now, by hand or for a drill. */
export async function findActiveSwitches(ctx: Context): Promise<KillSwitch[]> {
  const rows = await ctx.db.killSwitch.findMany({
    where: {
      tenantId: ctx.tenantId,
      OR: [{ isEngaged: true }, { drillUntil: { gt: ctx.now() } }],
    },
    orderBy: { id: "asc" },
  });
  return rows.map(toKillSwitch);
}

/** Every switch that was ever engaged or is being tried, those that are on first. */
export async function findSwitches(ctx: Context): Promise<KillSwitch[]> {
  const rows = await ctx.db.killSwitch.findMany({
    where: {
      tenantId: ctx.tenantId,
      OR: [{ changeCount: { gt: 0 } }, { drillUntil: { gt: ctx.now() } }],
    },
    orderBy: [{ isEngaged: "desc" }, { engagedAt: "desc" }, { id: "desc" }],
    take: MAX_SWITCHES,
  });
  return rows.map(toKillSwitch);
}

export async function findSwitch(ctx: Context, scope: Scope): Promise<KillSwitch | null> {
  const row = await ctx.db.killSwitch.findUnique({ where: keyOf(ctx, scope) });
  return row && toKillSwitch(row);
}

export async function engageSwitch(
  tx: TransactionContext,
  scope: Scope,
  why: { reasonCode: string; reason: string },
): Promise<void> {
  const engaged = {
    ...why,
    isEngaged: true,
    engagedBy: tx.actor.id,
    engagedAt: tx.now(),
    releasedBy: null,
    releasedAt: null,
  };
  await tx.db.killSwitch.upsert({
    where: keyOf(tx, scope),
    create: { ...fieldsOf(tx, scope), ...engaged, changeCount: 1 },
    update: { ...engaged, changeCount: { increment: 1 } },
    select: { id: true },
  });
}

/** @returns false when it is not engaged */
export async function releaseSwitch(tx: TransactionContext, scope: Scope): Promise<boolean> {
  const changed = await tx.db.killSwitch.updateMany({
    where: { ...fieldsOf(tx, scope), isEngaged: true },
    data: {
      isEngaged: false,
      releasedBy: tx.actor.id,
      releasedAt: tx.now(),
      changeCount: { increment: 1 },
    },
  });
  return changed.count === 1;
}

/** Stops a scope until a moment, without engaging its switch. */
export async function startDrill(
  tx: TransactionContext,
  scope: Scope,
  drill: { until: Date; reason: string },
): Promise<void> {
  const drillUntil = drill.until;
  await tx.db.killSwitch.upsert({
    where: keyOf(tx, scope),
    create: {
      ...fieldsOf(tx, scope),
      isEngaged: false,
      reason: drill.reason,
      engagedBy: tx.actor.id,
      engagedAt: tx.now(),
      drillUntil,
    },
    update: { drillUntil },
    select: { id: true },
  });
}

/** Ends this drill; one that began later goes on. */
export async function endDrill(tx: TransactionContext, scope: Scope, until: Date): Promise<void> {
  await tx.db.killSwitch.updateMany({
    where: { ...fieldsOf(tx, scope), drillUntil: until },
    data: { drillUntil: null },
  });
}

function fieldsOf({ tenantId }: Context, { kind, key }: Scope) {
  return { tenantId, scopeKind: kind, scopeKey: key };
}

function keyOf(ctx: Context, scope: Scope) {
  return { tenantId_scopeKind_scopeKey: fieldsOf(ctx, scope) };
}

function toKillSwitch(row: Prisma.KillSwitchGetPayload<object>): KillSwitch {
  const { id: _, tenantId: __, scopeKind, scopeKey, ...fields } = row;
  return { ...fields, kind: stopKindOf(scopeKind), key: scopeKey };
}
