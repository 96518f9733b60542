import { hasScopeIn } from "@/lib/ame/has-scope-in";
import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { toldValue } from "@/lib/kernel/told-value";
import { hasSite } from "@/lib/workflows/has-site";
import { listSites } from "@/lib/workflows/list-sites";
import type { Scope } from "./kill-switch";

const TOLD = 20;

/**
 * Before a stop: a misspelt site would be told as stopped while the one that was meant runs on. What
 * is stopped already may be released whatever its name. @throws AppError invalid, naming sites
 */
export async function assertSiteKnown(ctx: Context, { kind, key }: Scope): Promise<void> {
  if (kind !== "site" || (await hasSite(ctx, key)) || (await hasScopeIn(ctx, key))) {
    return;
  }
  const sites = await listSites(ctx, TOLD + 1);
  throw invalidField("body.scope.key", "enum", sentence(key, sites));
}

function sentence(key: string, sites: readonly string[]): string {
  const unknown = `There is no site "${toldValue(key)}" to stop`;
  if (sites.length === 0) {
    return `${unknown}, for no site has a case yet; stop the chain instead.`;
  }
  const told = sites.slice(0, TOLD).join(", ");
  return sites.length > TOLD
    ? `${unknown}; there are, among others, ${told}.`
    : `${unknown}; use one of ${told}.`;
}
