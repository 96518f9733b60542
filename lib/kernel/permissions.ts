import { PERMISSIONS_BY_ROLE, type Permission } from "@/lib/contracts/permission";
import { AppError } from "./app-error";
import type { Context } from "./context";

function hasPermission(ctx: Pick<Context, "actor">, permission: Permission): boolean {
  return PERMISSIONS_BY_ROLE[ctx.actor.role].has(permission);
}

/** @throws AppError forbidden, naming the roles that may */
export function requirePermission(ctx: Pick<Context, "actor">, permission: Permission): void {
  if (hasPermission(ctx, permission)) {
    return;
  }
  const roles = Object.entries(PERMISSIONS_BY_ROLE)
    .filter(([, permissions]) => permissions.has(permission))
    .map(([role]) => role);
  throw new AppError(
    "forbidden",
    `Insufficient permissions. Required role: ${roles.join(" or ")}; you are ${ctx.actor.role}. Use a key of such a role, or ask its holder.`,
  );
}
