import type { Context, TransactionContext } from "@/lib/kernel/context";

/** What a reviewer has made of the check cases. */
export interface CheckCases {
  caught: number;
  missed: number;
}

export interface Reviewer extends CheckCases {
  id: number;
  actorId: string;
  updatedAt: Date;
}

/** Nothing of the sort was shown to them = no row. */
export async function findReviewer(ctx: Context, actorId: string): Promise<CheckCases | null> {
  return ctx.db.ameReviewer.findUnique({
    where: { tenantId_actorId: { tenantId: ctx.tenantId, actorId } },
    select: { caught: true, missed: true },
  });
}

/** Newest first, those before `beforeId`. */
export async function findReviewers(
  ctx: Context,
  page: { limit: number; beforeId?: number | undefined },
): Promise<Reviewer[]> {
  const rows = await ctx.db.ameReviewer.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(page.beforeId === undefined ? {} : { id: { lt: page.beforeId } }),
    },
    orderBy: { id: "desc" },
    take: page.limit,
  });
  return rows.map(({ id, actorId, caught, missed, updatedAt }) => ({
    ...{ id: Number(id), actorId, caught, missed, updatedAt },
  }));
}

export async function deleteReviewers(tx: TransactionContext): Promise<void> {
  await tx.db.ameReviewer.deleteMany({ where: { tenantId: tx.tenantId } });
}

/** One more check case that the actor has settled. */
export async function countCheckCase(tx: TransactionContext, isCaught: boolean): Promise<void> {
  const key = { tenantId: tx.tenantId, actorId: tx.actor.id };
  const now = tx.now();
  const name = isCaught ? "caught" : "missed";
  await tx.db.ameReviewer.upsert({
    where: { tenantId_actorId: key },
    create: { ...key, [name]: 1, updatedAt: now },
    update: { [name]: { increment: 1 }, updatedAt: now },
    select: { id: true },
  });
}
