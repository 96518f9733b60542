import type { Context } from "@/lib/kernel/context";
import { hasCaseIn } from "./site-repository";

/** Whether the chain has a site: one with a case, or one that the credentials are limited to. */
export async function hasSite(ctx: Context, siteId: string): Promise<boolean> {
  return (ctx.sites !== "*" && ctx.sites.includes(siteId)) || hasCaseIn(ctx, siteId);
}
