import type { Context } from "@/lib/kernel/context";
import { findSiteAfter } from "./site-repository";

/**
 * The first sites there are, by name: those of the credentials, else those with cases. Each is one
 * step into the index, where counting them all would read every case of the chain.
 */
export async function listSites(ctx: Context, limit: number): Promise<string[]> {
  if (ctx.sites !== "*") {
    return ctx.sites.toSorted().slice(0, limit);
  }
  const sites: string[] = [];
  let next = await findSiteAfter(ctx, "");
  while (next !== null && sites.length < limit) {
    sites.push(next);
    next = await findSiteAfter(ctx, next);
  }
  return sites;
}
