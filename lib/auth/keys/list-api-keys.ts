import type { ApiKeyAnswer } from "@/lib/contracts/api-keys";
import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { toPage } from "@/lib/kernel/page";
import { cursorKeyOf, pageKeyIn } from "@/lib/kernel/page-key";
import { requirePermission } from "@/lib/kernel/permissions";
import { toApiKeyAnswer } from "./api-key-answer";
import { findApiKeys, getApiKeyOf } from "./api-key-repository";
import { ownUserId } from "./own-user-id";

interface PageQuery {
  limit: number;
  cursor?: string | undefined;
}

/** One page of the tenant's keys, newest first; none is ever shown again. */
export async function listApiKeys(ctx: Context, query: PageQuery): Promise<Page<ApiKeyAnswer>> {
  requirePermission(ctx, "keys:manage");
  return pageOf(ctx, query);
}

/** One page of the keys that act as the caller; a machine has none. */
export async function listOwnApiKeys(ctx: Context, query: PageQuery): Promise<Page<ApiKeyAnswer>> {
  requirePermission(ctx, "account:own");
  return ctx.actor.kind === "user"
    ? pageOf(ctx, query, ownUserId(ctx))
    : { items: [], nextCursor: null };
}

/** @throws AppError not_found */
export async function getApiKey(ctx: Context, id: string): Promise<ApiKeyAnswer> {
  requirePermission(ctx, "keys:manage");
  return toApiKeyAnswer(await getApiKeyOf(ctx, id));
}

async function pageOf(
  ctx: Context,
  { limit, cursor }: PageQuery,
  userId?: string,
): Promise<Page<ApiKeyAnswer>> {
  const before = pageKeyIn(cursor);
  const keys = await findApiKeys(ctx, {
    limit: limit + 1,
    before,
    ...(userId !== undefined && { userId }),
  });
  const page = toPage(keys, limit, cursorKeyOf);
  return { ...page, items: page.items.map(toApiKeyAnswer) };
}
