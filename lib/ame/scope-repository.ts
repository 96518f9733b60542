import type { Prisma } from "@/generated/sqlite/client";
import { lockRows } from "@/lib/db/lock-rows";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import type { Stage } from "@/lib/packs/pack";
import { getSettings } from "@/lib/platform/settings";
import type { HeldScope, Scope, ScopeKey } from "./scope";
import { NOTHING_COUNTED, type ScopeCounter, type ScopeCounts } from "./scope-counts";
import { newTrustState, trustMetrics } from "./trust/engine";
import type { TrustConfig } from "./trust/trust-config";
import type { TrustState } from "./trust/trust-state";
import { type TrustOverrides, trustConfigOf } from "./trust-config-of";

export async function findScope(ctx: Context, scope: ScopeKey): Promise<Scope | null> {
  const row = await ctx.db.trustScope.findUnique({
    where: { tenantId_siteId_queue_actionType_roleContext: keyOf(ctx, scope) },
  });
  return row && toScope(row);
}

/** Any one of a site's. */
export async function findScopeIn(ctx: Context, siteId: string): Promise<Scope | null> {
  const row = await ctx.db.trustScope.findFirst({
    where: { tenantId: ctx.tenantId, AND: [{ siteId }, siteFilter(ctx)] },
  });
  return row && toScope(row);
}

/** Newest first, those before `beforeId`. */
export async function findScopes(
  ctx: Context,
  page: { limit: number; beforeId?: number | undefined },
): Promise<Scope[]> {
  const rows = await ctx.db.trustScope.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...siteFilter(ctx),
      ...(page.beforeId === undefined ? {} : { id: { lt: page.beforeId } }),
    },
    orderBy: { id: "desc" },
    take: page.limit,
  });
  return rows.map(toScope);
}

/**
 * The scope as it is, which later writers wait for until the transaction ends; made when this is the
 * first that is heard of it.
 */
export async function holdScope(tx: TransactionContext, scope: ScopeKey): Promise<HeldScope> {
  const held = await readHeld(tx, scope);
  if (held) {
    return held;
  }
  const [key, now] = [keyOf(tx, scope), tx.now()];
  await tx.db.trustScope.upsert({
    where: { tenantId_siteId_queue_actionType_roleContext: key },
    create: { ...key, coinSeed: newSeed(tx), createdAt: now, updatedAt: now },
    // Not empty, so that the database itself takes whichever comes first.
    update: { updatedAt: now },
    select: { id: true },
  });
  const made = await readHeld(tx, scope);
  if (!made) {
    throw new Error("A scope was made and is not there");
  }
  return made;
}

/** By its id; null when it is not there. */
export async function holdScopeById(tx: TransactionContext, id: number): Promise<HeldScope | null> {
  const found = await getScopeRow(tx, id);
  return found && readHeld(tx, found);
}

/** null where it is not there, or at a site that the credentials do not cover */
export async function getScopeRow(ctx: Context, id: number): Promise<Scope | null> {
  const row = await ctx.db.trustScope.findFirst({
    where: { id, tenantId: ctx.tenantId, ...siteFilter(ctx) },
  });
  return row && toScope(row);
}

async function readHeld(tx: TransactionContext, scope: ScopeKey): Promise<HeldScope | null> {
  const key = keyOf(tx, scope);
  // One that was made after the lock looked for it is not held, though a read would find it.
  if (!(await isLocked(tx, key))) {
    return null;
  }
  const row = await tx.db.trustScope.findUnique({
    where: { tenantId_siteId_queue_actionType_roleContext: key },
  });
  return row && { ...toScope(row), coinSeed: row.coinSeed || newSeed(tx) };
}

async function isLocked(
  tx: TransactionContext,
  { tenantId, siteId, queue, actionType, roleContext }: ReturnType<typeof keyOf>,
): Promise<boolean> {
  const { databaseProvider } = getSettings();
  const names = { tenant_id: tenantId, site_id: siteId, queue, action_type: actionType };
  const key = { ...names, role_context: roleContext };
  const rows = { table: "ame_trust_scopes", key, strength: "update" } as const;
  const locked = await lockRows(tx.db, databaseProvider, rows);
  return databaseProvider === "sqlite" || locked > 0;
}

/** Keeps what a scope has learnt, or where people have put it; call it with the scope held. */
export async function saveScope(tx: TransactionContext, held: HeldScope): Promise<void> {
  const { id, state, counts, coinSeed, stage, stageChangedAt, stoppedAt, overrides } = held;
  await tx.db.trustScope.update({
    where: { id, tenantId: tx.tenantId },
    data: {
      ...counts,
      state: state as unknown as Prisma.InputJsonObject,
      overrides: { ...overrides },
      coinSeed,
      stage,
      trustScore: trustMetrics(state).trust,
      stageChangedAt,
      stoppedAt,
      updatedAt: tx.now(),
    },
    select: { id: true },
  });
}

/** @param siteId missing = those of all sites */
export async function deleteScopes(tx: TransactionContext, siteId?: string): Promise<number> {
  const removed = await tx.db.trustScope.deleteMany({
    where: { tenantId: tx.tenantId, ...(siteId !== undefined && { siteId }) },
  });
  return removed.count;
}

function keyOf({ tenantId }: Context, { siteId, queue, actionType, roleContext }: ScopeKey) {
  return { tenantId, siteId, queue, actionType, roleContext };
}

function newSeed(tx: TransactionContext): string {
  return `${tx.newId()}${tx.newId()}`;
}

function toScope(row: Prisma.TrustScopeGetPayload<object>): Scope {
  const { siteId, queue, actionType, roleContext } = row;
  const overrides = (row.overrides as TrustOverrides | null) ?? {};
  const config = trustConfigOf({ queue, actionType }, overrides, getSettings().fourEyes);
  return {
    ...{ id: Number(row.id), siteId, queue, actionType, roleContext },
    stage: row.stage as Stage,
    state: { ...stateIn(row, config), stage: row.stage as Stage },
    counts: countsOf(row),
    overrides,
    config,
    stageChangedAt: row.stageChangedAt,
    stoppedAt: row.stoppedAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** Of a scope of before the engine nothing is known but where it stands. */
function stateIn({ state }: { state: Prisma.JsonValue }, config: TrustConfig): TrustState {
  return (state as unknown as TrustState | null) ?? newTrustState(config);
}

const COUNTERS = Object.keys(NOTHING_COUNTED) as ScopeCounter[];

function countsOf(row: ScopeCounts): Record<ScopeCounter, number> {
  return { ...NOTHING_COUNTED, ...Object.fromEntries(COUNTERS.map((name) => [name, row[name]])) };
}
