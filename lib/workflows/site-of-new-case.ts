import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { coversSite, requireSite } from "@/lib/kernel/sites";

/** The site of cases whose creator names none. */
const DEFAULT_SITE = "default";

/** Demo cases live in a site of their own, so that nothing learnt from them reaches another. */
export const DEMO_SITE = "dashboard_demo";
/** What the time-lapse plays lives here, and nobody else may report to it. */
export const LAPSE_SITE = "demo_time_lapse";

/**
 * Where a new case belongs: the site that its creator names, else `default`, else the only one that
 * the credentials cover.
 * @param path of the field that names it
 * @throws AppError forbidden for a site they do not cover, invalid where it must be named
 */
export function siteOfNewCase(
  ctx: Pick<Context, "sites">,
  named: string | undefined,
  path: string,
): string {
  if (named === DEMO_SITE || named === LAPSE_SITE) {
    throw invalidField(
      path,
      "reserved",
      `${named} belongs to the demo, whose reset removes its cases; name a store.`,
    );
  }
  if (named) {
    requireSite(ctx, named);
    return named;
  }
  const [only, ...others] = ctx.sites === "*" ? [] : ctx.sites;
  if (coversSite(ctx, DEFAULT_SITE)) {
    return DEFAULT_SITE;
  }
  if (only === undefined || others.length > 0) {
    throw invalidField(path, "missing", `${path} is missing; name a site of your credentials.`);
  }
  return only;
}
