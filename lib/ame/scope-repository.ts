import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Stage } from "@/lib/packs/pack";
import type { ScopeKey, ScopeStanding } from "./scope";

export type ScopeCounter =
  | "proposalCount"
  | "approvalCount"
  | "rejectionCount"
  | "deferralCount"
  | "executionCount"
  | "rollbackCount";

export async function findStanding(ctx: Context, scope: ScopeKey): Promise<ScopeStanding | null> {
  const row = await ctx.db.trustScope.findUnique({
    where: { tenantId_siteId_queue_actionType_roleContext: { tenantId: ctx.tenantId, ...scope } },
    select: { stage: true, trustScore: true },
  });
  return row && { stage: row.stage as Stage, trust: row.trustScore };
}

/** Creates the scope when this is its first event. @returns its id */
export async function countInScope(
  tx: TransactionContext,
  scope: ScopeKey,
  counter: ScopeCounter,
): Promise<number> {
  const now = tx.now();
  const key = { tenantId: tx.tenantId, ...scope };
  const row = await tx.db.trustScope.upsert({
    where: { tenantId_siteId_queue_actionType_roleContext: key },
    create: { ...key, [counter]: 1, createdAt: now, updatedAt: now },
    update: { [counter]: { increment: 1 }, updatedAt: now },
    select: { id: true },
  });
  return Number(row.id);
}

export async function deleteScopes(tx: TransactionContext): Promise<number> {
  const removed = await tx.db.trustScope.deleteMany({ where: { tenantId: tx.tenantId } });
  return removed.count;
}
