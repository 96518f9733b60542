import type { Prisma } from "@/generated/sqlite/client";
import { unlessMissing } from "@/lib/db/database-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import type { Stage } from "@/lib/packs/pack";
import type { Scope, ScopeKey } from "./scope";
import { NOTHING_COUNTED, type ScopeCounter, type ScopeCounts } from "./trust-metrics";

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
 * Adds to the counters of a scope, which later writers of the same scope wait for. Creates the
 * scope when this is its first event.
 * @returns its id
 */
export async function addToScope(
  tx: TransactionContext,
  scope: ScopeKey,
  added: Partial<Record<ScopeCounter, number>>,
): Promise<number> {
  const now = tx.now();
  const key = keyOf(tx, scope);
  const increments = Object.fromEntries(
    Object.entries(added).map(([counter, by]) => [counter, { increment: by }]),
  );
  const where = { tenantId_siteId_queue_actionType_roleContext: key };
  const update = { ...increments, updatedAt: now };
  const create = { ...key, ...added, createdAt: now, updatedAt: now };
  const select = { id: true };
  // Almost every event finds its scope, and an update costs half of an upsert.
  const row =
    (await unlessMissing(tx.db.trustScope.update({ where, data: update, select }))) ??
    (await tx.db.trustScope.upsert({ where, create, update, select }));
  return Number(row.id);
}

export async function deleteScopes(tx: TransactionContext): Promise<number> {
  const removed = await tx.db.trustScope.deleteMany({ where: { tenantId: tx.tenantId } });
  return removed.count;
}

function keyOf({ tenantId }: Context, { siteId, queue, actionType, roleContext }: ScopeKey) {
  return { tenantId, siteId, queue, actionType, roleContext };
}

function toScope(row: Prisma.TrustScopeGetPayload<object>): Scope {
  return {
    id: Number(row.id),
    siteId: row.siteId,
    queue: row.queue,
    actionType: row.actionType,
    roleContext: row.roleContext,
    stage: row.stage as Stage,
    counts: countsOf(row),
    stageChangedAt: row.stageChangedAt,
    updatedAt: row.updatedAt,
  };
}

const COUNTERS = Object.keys(NOTHING_COUNTED) as ScopeCounter[];

function countsOf(row: ScopeCounts): ScopeCounts {
  return { ...NOTHING_COUNTED, ...Object.fromEntries(COUNTERS.map((name) => [name, row[name]])) };
}
