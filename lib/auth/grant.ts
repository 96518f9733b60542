import { z } from "zod";
import { PERMISSIONS_BY_ROLE, type Permission } from "@/lib/contracts/permission";
import { ROLES, type Role } from "@/lib/contracts/role";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import type { Actor, Context, Principal } from "@/lib/kernel/context";
import { hasPermission } from "@/lib/kernel/permissions";

/** What credentials may do, and where. */
export interface Grant {
  role: Role;
  /** null = all of the role's */
  permissions: readonly Permission[] | null;
  sites: Principal["sites"];
}

/** A row of a table with a grant, as the database client gives it. */
export type GrantRow<T extends Grant> = Omit<T, keyof Grant> & {
  role: string;
  permissions: unknown;
  siteIds: unknown;
};

const role = z.enum(ROLES);
const permissions = z.array(z.enum([...PERMISSIONS_BY_ROLE.admin]));
const siteIds = z.array(z.string());

/** Reads the columns that keys, clients and people have in common; what is not understood fails. */
export function parseGrant(row: { role: string; permissions?: unknown; siteIds: unknown }): Grant {
  return {
    role: role.parse(row.role),
    permissions: permissionsOf(row.permissions ?? ALL),
    sites: sitesOf(siteIds.parse(row.siteIds)),
  };
}

/** In a row all of the role's are `["*"]`, as all sites are: a JSON column is hard to empty again. */
const ALL = ["*"];

function permissionsOf(stored: unknown): Grant["permissions"] {
  return Array.isArray(stored) && stored.includes("*") ? null : permissions.parse(stored);
}

/** The columns of a grant. */
export function grantColumns({ role: of, permissions: only, sites }: Grant) {
  return { role: of, permissions: only === null ? ALL : [...only], siteIds: siteIdsOf(sites) };
}

/** `["*"]` in an answer or a row is every site. */
export function sitesOf(ids: readonly string[]): Principal["sites"] {
  return ids.includes("*") ? "*" : ids;
}

export function siteIdsOf(sites: Principal["sites"]): string[] {
  return sites === "*" ? ["*"] : [...sites];
}

/** Whether two lists name the same sites, in whatever order. */
export function isSameSites(one: Principal["sites"], other: Principal["sites"]): boolean {
  const [some, others] = [new Set(siteIdsOf(one)), new Set(siteIdsOf(other))];
  return some.size === others.size && [...some].every((site) => others.has(site));
}

/** The actor's own part of a grant. */
export function rightsOf({
  role: of,
  permissions: only,
}: Grant): Pick<Actor, "role" | "permissions"> {
  return { role: of, ...(only !== null && { permissions: new Set(only) }) };
}

/** What both allow: a person's key never does more than the person. */
export function narrower(one: Grant, other: Grant): Grant {
  const lower = ROLES.indexOf(one.role) <= ROLES.indexOf(other.role) ? one.role : other.role;
  return {
    role: lower,
    permissions: inBoth(one.permissions, other.permissions),
    sites: inBothSites(one.sites, other.sites),
  };
}

function inBoth(one: Grant["permissions"], other: Grant["permissions"]): Grant["permissions"] {
  if (one === null || other === null) {
    return one ?? other;
  }
  return one.filter((permission) => other.includes(permission));
}

function inBothSites(one: Principal["sites"], other: Principal["sites"]): Principal["sites"] {
  if (one === "*" || other === "*") {
    return one === "*" ? other : one;
  }
  return one.filter((site) => other.includes(site));
}

/**
 * Nobody hands out more than they have: not a higher role, not a permission or a site of which
 * they have none themselves.
 * @throws AppError invalid when the grant makes no sense, forbidden when it is more than the caller's
 */
export function assertMayGrant(ctx: Pick<Context, "actor" | "sites">, grant: Grant): void {
  const ofRole = PERMISSIONS_BY_ROLE[grant.role];
  const beyondRole = grant.permissions?.find((permission) => !ofRole.has(permission));
  if (beyondRole) {
    throw invalidField(
      "body.permissions",
      "beyond_role",
      `${grant.role} does not have ${beyondRole}; leave it out, or give a higher role.`,
    );
  }
  if (ROLES.indexOf(grant.role) > ROLES.indexOf(ctx.actor.role)) {
    throw tooMuch(`the role ${grant.role}; you are ${ctx.actor.role}`);
  }
  const missing = (grant.permissions ?? [...ofRole]).find((one) => !hasPermission(ctx, one));
  if (missing) {
    throw tooMuch(`${missing}, which your credentials were not given`);
  }
  assertWithinSites(ctx, grant.sites);
}

/** Nobody gives away, changes or ends what reaches beyond their own sites. @throws AppError forbidden */
export function assertWithinSites(
  { sites: own }: Pick<Context, "sites">,
  given: Principal["sites"],
): void {
  if (own === "*") {
    return;
  }
  const foreign = given === "*" ? "every site" : given.find((site) => !own.includes(site));
  if (foreign !== undefined) {
    throw tooMuch(`${foreign}; you have ${own.join(", ") || "no site"}`);
  }
}

function tooMuch(what: string): AppError {
  return new AppError(
    "forbidden",
    `Nobody can hand out or manage more than they have: ${what}. Ask for less, or ask somebody who has it.`,
  );
}
