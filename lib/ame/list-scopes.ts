import type { ListedScope } from "@/lib/contracts/ame-scope";
import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { isOwnTenant } from "./own-scope";
import { toListedScope } from "./scope-answer";
import { findScopes } from "./scope-repository";

/** One page of the caller's scopes, newest first; of another tenant there is nothing to see. */
export async function listScopes(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined; tenant_id?: string | undefined },
): Promise<Page<ListedScope>> {
  requirePermission(ctx, "ame:read");
  const beforeId = decodeIdCursor(query.cursor);
  if (!isOwnTenant(ctx, query.tenant_id)) {
    return { items: [], nextCursor: null };
  }
  const scopes = await findScopes(ctx, { limit: query.limit + 1, beforeId });
  const page = toPage(scopes, query.limit, ({ id }) => [id]);
  return { ...page, items: page.items.map((scope) => toListedScope(ctx.tenantId, scope)) };
}
