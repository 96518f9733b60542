import type { Context } from "@/lib/kernel/context";
import { principalOf, type User } from "./user";

/** The same call, made by the person who has just proved who they are. */
export function asUser(ctx: Context, user: User): Context {
  return { ...ctx, ...principalOf(user) };
}
