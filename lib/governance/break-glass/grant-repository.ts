import type { Prisma } from "@/generated/sqlite/client";
import type { GlassKind, ReviewStatus } from "@/lib/contracts/break-glass";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import { type Grant, mayUseGrants } from "./grant";

type NewGrant = Omit<
  Grant,
  | "actorId"
  | "actorRole"
  | "endedAt"
  | "useCount"
  | "reviewStatus"
  | "reviewedBy"
  | "reviewedAt"
  | "reviewNote"
>;

/** One runs at a time, also of two asked for at once: the second finds its key taken, and begins anew. */
export async function insertGrant(tx: TransactionContext, fresh: NewGrant): Promise<Grant> {
  const { id: actorId, role: actorRole } = tx.actor;
  const activeKey = `${fresh.kind} ${fresh.subject} ${actorId}`;
  // Nothing marks a grant whose time has run out.
  await tx.db.breakGlassGrant.updateMany({
    where: { tenantId: tx.tenantId, activeKey, expiresAt: { lte: tx.now() } },
    data: { activeKey: null },
  });
  const row = await tx.db.breakGlassGrant.create({
    data: { ...fresh, actorId, actorRole, activeKey, tenantId: tx.tenantId },
  });
  return toGrant(row);
}

/** @throws AppError not_found */
export async function getGrant(ctx: Context, id: string): Promise<Grant> {
  const row = await ctx.db.breakGlassGrant.findFirst({
    where: { id, tenantId: ctx.tenantId, AND: [ownOrOfSites(ctx)] },
  });
  if (!row) {
    throw new AppError(
      "not_found",
      "Grant not found; list them at GET /api/governance/break-glass.",
    );
  }
  return toGrant(row);
}

/** One's own belong to one, also where they reach every site, as those for gates do. */
function ownOrOfSites(ctx: Context): Prisma.BreakGlassGrantWhereInput {
  return ctx.sites === "*" ? {} : { OR: [siteFilter(ctx), { actorId: ctx.actor.id }] };
}

/** The actor's own that runs now and the longest; null when there is none. */
export async function findActiveGrant(
  ctx: Context,
  kind: GlassKind,
  subject: string,
): Promise<Grant | null> {
  const row = await ctx.db.breakGlassGrant.findFirst({
    where: {
      tenantId: ctx.tenantId,
      actorId: ctx.actor.id,
      kind,
      subject,
      endedAt: null,
      expiresAt: { gt: ctx.now() },
    },
    orderBy: [{ expiresAt: "desc" }, { id: "desc" }],
  });
  return row && toGrant(row);
}

/** The actor's own for gates that run now; none for who may not break the glass. */
export async function findOwnGateGrants(ctx: Context): Promise<Grant[]> {
  if (!mayUseGrants(ctx)) {
    return [];
  }
  const rows = await ctx.db.breakGlassGrant.findMany({
    where: {
      tenantId: ctx.tenantId,
      actorId: ctx.actor.id,
      kind: "gate",
      endedAt: null,
      expiresAt: { gt: ctx.now() },
    },
  });
  return rows.map(toGrant);
}

/** Counts one use. @returns false when it has ended meanwhile */
export async function countUse(tx: TransactionContext, id: string): Promise<boolean> {
  const changed = await tx.db.breakGlassGrant.updateMany({
    where: { id, tenantId: tx.tenantId, endedAt: null, expiresAt: { gt: tx.now() } },
    data: { useCount: { increment: 1 } },
  });
  return changed.count === 1;
}

/** @returns false when it is over already */
export async function markEnded(tx: TransactionContext, id: string): Promise<boolean> {
  const changed = await tx.db.breakGlassGrant.updateMany({
    where: { id, tenantId: tx.tenantId, endedAt: null, expiresAt: { gt: tx.now() } },
    data: { endedAt: tx.now(), activeKey: null },
  });
  return changed.count === 1;
}

/** Of any number of reviewers one gets true. */
export async function markReviewed(
  tx: TransactionContext,
  id: string,
  review: { verdict: Exclude<ReviewStatus, "open">; note: string },
): Promise<boolean> {
  const changed = await tx.db.breakGlassGrant.updateMany({
    where: { id, tenantId: tx.tenantId, reviewStatus: "open" },
    data: {
      reviewStatus: review.verdict,
      reviewedBy: tx.actor.id,
      reviewedAt: tx.now(),
      reviewNote: review.note,
    },
  });
  return changed.count === 1;
}

/** Newest first; of one actor where one is named. */
export async function findGrants(
  ctx: Context,
  page: {
    limit: number;
    actorId: string | null;
    review: ReviewStatus | undefined;
    before: { at: Date; id: string } | null;
  },
): Promise<Grant[]> {
  const { before, actorId, review } = page;
  const rows = await ctx.db.breakGlassGrant.findMany({
    where: {
      tenantId: ctx.tenantId,
      AND: [ownOrOfSites(ctx)],
      ...(actorId !== null && { actorId }),
      ...(review !== undefined && { reviewStatus: review }),
      ...(before && {
        OR: [{ startedAt: { lt: before.at } }, { startedAt: before.at, id: { lt: before.id } }],
      }),
    },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: page.limit,
  });
  return rows.map(toGrant);
}

export function countOpenReviews(ctx: Context): Promise<number> {
  return ctx.db.breakGlassGrant.count({
    where: { tenantId: ctx.tenantId, ...siteFilter(ctx), reviewStatus: "open" },
  });
}

function toGrant(row: Prisma.BreakGlassGrantGetPayload<object>): Grant {
  const { tenantId: _, activeKey: __, ...fields } = row;
  return {
    ...fields,
    kind: row.kind as GlassKind,
    reviewStatus: row.reviewStatus as ReviewStatus,
  };
}
