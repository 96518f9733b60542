import type { Contract } from "@/lib/contracts/contract";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { hasPermission, permissionRefusal } from "@/lib/kernel/permissions";

/** Where a grant may stand in for the permission, whoever lacks it hears nothing of the input first. */
export function refusalFirst(contract: Contract, ctx: Context | null, error: unknown): unknown {
  const { orGrant, permission } = contract;
  const isAboutInput = isAppError(error) && error.code === "invalid";
  return orGrant &&
    permission !== "public" &&
    ctx &&
    isAboutInput &&
    !hasPermission(ctx, permission)
    ? permissionRefusal(ctx, permission)
    : error;
}
