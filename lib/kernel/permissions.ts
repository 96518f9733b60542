import { PERMISSIONS_BY_ROLE, type Permission } from "@/lib/contracts/permission";
import { AppError } from "./app-error";
import type { Context } from "./context";

/** What `requirePermission` asks, without a refusal. */
export function hasPermission({ actor }: Pick<Context, "actor">, permission: Permission): boolean {
  return (
    PERMISSIONS_BY_ROLE[actor.role].has(permission) && (actor.permissions?.has(permission) ?? true)
  );
}

/** @throws AppError forbidden, naming the roles that may */
export function requirePermission(ctx: Pick<Context, "actor">, permission: Permission): void {
  if (!hasPermission(ctx, permission)) {
    throw permissionRefusal(ctx, permission);
  }
}

/** What whoever lacks a permission is told. */
export function permissionRefusal(ctx: Pick<Context, "actor">, permission: Permission): AppError {
  if (PERMISSIONS_BY_ROLE[ctx.actor.role].has(permission)) {
    return new AppError(
      "forbidden",
      `Insufficient permissions. These credentials were not given ${permission}; use others, or ask an administrator.`,
    );
  }
  const roles = Object.entries(PERMISSIONS_BY_ROLE)
    .filter(([, permissions]) => permissions.has(permission))
    .map(([role]) => role);
  return new AppError(
    "forbidden",
    `Insufficient permissions. Required role: ${roles.join(" or ")}; you are ${ctx.actor.role}. Use credentials of such a role, or ask somebody who has it.`,
  );
}
