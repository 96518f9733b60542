import type { ScopeInput } from "@/lib/contracts/ame-scope";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requireSite } from "@/lib/kernel/sites";
import type { ScopeKey } from "./scope";

/**
 * The scope that a caller names, in the caller's own tenant.
 * @throws AppError forbidden when it names another tenant, or a site that the credentials do not cover
 */
export function ownScope(ctx: Context, input: ScopeInput): ScopeKey {
  if (!isOwnTenant(ctx, input.tenant_id)) {
    throw new AppError(
      "forbidden",
      "Cannot access other tenant's data; leave tenant_id out, or send your own.",
    );
  }
  requireSite(ctx, input.site_id);
  return {
    siteId: input.site_id,
    queue: input.queue,
    actionType: input.action_type,
    roleContext: input.role_context ?? "",
  };
}

/** The tenant comes from the credentials; a caller may repeat it. */
export function isOwnTenant(ctx: Context, tenantId: string | undefined): boolean {
  return tenantId === undefined || tenantId === ctx.tenantId;
}
