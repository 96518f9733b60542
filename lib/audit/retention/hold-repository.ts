import { type HoldCovers, holdCovers, type LegalHoldAnswer } from "@/lib/contracts/legal-hold";
import { lockForUpdate } from "@/lib/db/lock-rows";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";

type NewHold = Pick<LegalHoldAnswer, "id" | "name" | "reason" | "covers">;

export async function insertHold(tx: TransactionContext, hold: NewHold): Promise<LegalHoldAnswer> {
  const row = await tx.db.legalHold.create({
    data: { ...hold, tenantId: tx.tenantId, placedBy: tx.actor.id, placedAt: tx.now() },
  });
  return toHold(row);
}

/** Of those who place a hold and those who prune a tenant one goes on; before either reads. */
export async function lockRetention(tx: TransactionContext): Promise<void> {
  const key = { tenant_id: tx.tenantId };
  await lockForUpdate(tx.db, getSettings().databaseProvider, "audit_chain_heads", key);
}

/** Newest first, those before the last one of the page before. */
export async function findHolds(
  ctx: Context,
  page: { limit: number; before?: { placedAt: Date; id: string } | undefined },
): Promise<LegalHoldAnswer[]> {
  const { limit, before } = page;
  const rows = await ctx.db.legalHold.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(before && {
        OR: [
          { placedAt: { lt: before.placedAt } },
          { placedAt: before.placedAt, id: { lt: before.id } },
        ],
      }),
    },
    orderBy: [{ placedAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(toHold);
}

export async function findHold(ctx: Context, id: string): Promise<LegalHoldAnswer | null> {
  const row = await ctx.db.legalHold.findFirst({ where: { id, tenantId: ctx.tenantId } });
  return row && toHold(row);
}

/** What the holds of a tenant that are in force cover. */
export async function findCovers(ctx: Context, tenantId: string): Promise<HoldCovers[]> {
  const rows = await ctx.db.legalHold.findMany({ where: { tenantId, releasedAt: null } });
  return rows.map(({ covers }) => holdCovers.parse(covers));
}

/** @returns whether it was in force */
export async function endHold(
  tx: TransactionContext,
  id: string,
  reason: string,
): Promise<boolean> {
  const { count } = await tx.db.legalHold.updateMany({
    where: { id, tenantId: tx.tenantId, releasedAt: null },
    data: { releasedBy: tx.actor.id, releasedAt: tx.now(), releaseReason: reason },
  });
  return count > 0;
}

function toHold(row: {
  id: string;
  name: string;
  reason: string;
  covers: unknown;
  placedBy: string;
  placedAt: Date;
  releasedBy: string | null;
  releasedAt: Date | null;
  releaseReason: string | null;
}): LegalHoldAnswer {
  return {
    id: row.id,
    name: row.name,
    reason: row.reason,
    covers: holdCovers.parse(row.covers),
    placed_by: row.placedBy,
    placed_at: row.placedAt.toISOString(),
    released_by: row.releasedBy,
    released_at: row.releasedAt?.toISOString() ?? null,
    release_reason: row.releaseReason,
  };
}
