import { PERMISSIONS_BY_ROLE, type Permission } from "@/lib/contracts/permission";
import type { Grant } from "../grant";

/** The permissions that a scope names; null when one of them is none of ours. */
export function permissionsIn(scope: string): Permission[] | null {
  const names = scope.split(" ").filter((name) => name !== "");
  const known = [...PERMISSIONS_BY_ROLE.admin].filter((permission) => names.includes(permission));
  return names.every((name) => known.some((permission) => permission === name)) ? known : null;
}

/** What a grant comes to: permissions that its role has and that it was given. */
export function permissionsOf({ role, permissions }: Pick<Grant, "role" | "permissions">) {
  const ofRole = [...PERMISSIONS_BY_ROLE[role]];
  return permissions === null ? ofRole : ofRole.filter((one) => permissions.includes(one));
}
