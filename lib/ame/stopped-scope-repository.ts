import type { Prisma } from "@/generated/sqlite/client";
import type { StopKind } from "@/lib/contracts/kill-switch";
import type { Context } from "@/lib/kernel/context";

/** What a kill switch stops, and since when. */
export interface StoppedPlace {
  kind: StopKind;
  /** site id, queue or action type; "" for the chain */
  key: string;
  engagedAt: Date;
}

/** Ids of the scopes that a stop covers and that have kept their trust since, the oldest first. */
export async function findUnstoppedScopes(
  ctx: Context,
  { kind, key, engagedAt }: StoppedPlace,
  limit?: number,
): Promise<number[]> {
  const rows = await ctx.db.trustScope.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...PLACE[kind](key),
      createdAt: { lte: engagedAt },
      OR: [{ stoppedAt: null }, { stoppedAt: { lt: engagedAt } }],
    },
    orderBy: { id: "asc" },
    ...(limit !== undefined && { take: limit }),
    select: { id: true },
  });
  return rows.map(({ id }) => Number(id));
}

const PLACE: Readonly<Record<StopKind, (key: string) => Prisma.TrustScopeWhereInput>> = {
  chain: () => ({}),
  site: (siteId) => ({ siteId }),
  queue: (queue) => ({ queue }),
  action: (actionType) => ({ actionType }),
};
