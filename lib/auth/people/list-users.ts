import type { UserAnswer } from "@/lib/contracts/access-users";
import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { toPage } from "@/lib/kernel/page";
import { cursorKeyOf, pageKeyIn } from "@/lib/kernel/page-key";
import { requirePermission } from "@/lib/kernel/permissions";
import { findUsers, getUserOf, toUserAnswer } from "./user-repository";

/** One page of the chain's people, newest first. */
export async function listUsers(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<UserAnswer>> {
  requirePermission(ctx, "users:manage");
  const before = pageKeyIn(query.cursor);
  const users = await findUsers(ctx, { limit: query.limit + 1, before });
  const page = toPage(users, query.limit, cursorKeyOf);
  return { ...page, items: page.items.map(toUserAnswer) };
}

/** @throws AppError not_found */
export async function getUser(ctx: Context, id: string): Promise<UserAnswer> {
  requirePermission(ctx, "users:manage");
  return toUserAnswer((await getUserOf(ctx, id)).user);
}
