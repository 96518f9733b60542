import { AppError } from "./app-error";
import type { Context } from "./context";

type WithSites = Pick<Context, "sites">;

/** The filter that keeps a query to the caller's sites; nothing for those who may see all. */
export function siteFilter({ sites }: WithSites): { siteId?: { in: string[] } } {
  return sites === "*" ? {} : { siteId: { in: [...sites] } };
}

export function coversSite({ sites }: WithSites, siteId: string): boolean {
  return sites === "*" || sites.includes(siteId);
}

/** For a site that a caller names outright. @throws AppError forbidden */
export function requireSite(ctx: WithSites, siteId: string): void {
  if (!coversSite(ctx, siteId)) {
    throw new AppError(
      "forbidden",
      "These credentials do not cover the site that was named; name one of theirs, or use others.",
    );
  }
}

/**
 * For acts that bind every site of the chain: gates, rules, webhooks, jobs, models, legal holds. Their
 * configuration may be read with credentials for some sites, but not changed.
 * @throws AppError forbidden
 */
export function requireWholeChain(ctx: WithSites): void {
  if (ctx.sites !== "*") {
    throw new AppError(
      "forbidden",
      "This concerns every site of the chain, and these credentials are limited to some; use credentials for all sites.",
    );
  }
}
