import type { Context } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";

/** Whether there is a case in a site: one step into the index, however many there are. */
export async function hasCaseIn(ctx: Context, siteId: string): Promise<boolean> {
  const row = await ctx.db.workflow.findFirst({
    where: { tenantId: ctx.tenantId, AND: [{ siteId }, siteFilter(ctx)] },
    select: { id: true },
  });
  return row !== null;
}

/** The next site with cases in the order of their ids; null after the last one. */
export async function findSiteAfter(ctx: Context, after: string): Promise<string | null> {
  const row = await ctx.db.workflow.findFirst({
    where: { tenantId: ctx.tenantId, AND: [{ siteId: { gt: after } }, siteFilter(ctx)] },
    orderBy: { siteId: "asc" },
    select: { siteId: true },
  });
  return row?.siteId ?? null;
}
