import type { Context } from "@/lib/kernel/context";
import { type AmeEvent, toAmeEvent } from "../evidence-repository";

/** Of every tenant, in the order of their ids. */
export async function findScopeIds(
  ctx: Context,
  afterId: number,
  limit: number,
): Promise<{ id: number; tenantId: string }[]> {
  const rows = await ctx.db.trustScope.findMany({
    where: { id: { gt: afterId } },
    orderBy: { id: "asc" },
    take: limit,
    select: { id: true, tenantId: true },
  });
  return rows.map(({ id, tenantId }) => ({ id: Number(id), tenantId }));
}

/** The events of a scope in the order in which it learnt them; without the models' inputs. */
export async function findEventsOfScope(
  ctx: Context,
  scopeId: number,
  page: { afterId: number; limit: number },
): Promise<AmeEvent[]> {
  const rows = await ctx.db.ameEvent.findMany({
    omit: { features: true },
    where: { tenantId: ctx.tenantId, scopeId, id: { gt: page.afterId } },
    orderBy: { id: "asc" },
    take: page.limit,
  });
  return rows.map((row) => toAmeEvent({ ...row, features: {} }));
}
