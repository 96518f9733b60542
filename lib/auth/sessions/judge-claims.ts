import { z } from "zod";
import { withoutTurns } from "@/lib/contracts/common";
import { MAX_SITES, siteName } from "@/lib/contracts/grant";
import { ROLES, type Role } from "@/lib/contracts/role";
import type { Context } from "@/lib/kernel/context";
import type { Settings } from "@/lib/platform/settings";
import type { User } from "../people/user";
import type { RefusalReason } from "./refuse-sign-in";

export type Provider = NonNullable<Settings["oidc"]>;
type Sites = Context["sites"];

/** No database takes the rest. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes("\0");

const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255).refine(isStorable),
});
export type Claims = z.infer<typeof claimsSchema>;

/** What is no name of a site grants none. */
const namedSites = z
  .array(z.unknown())
  .transform((all) => all.flatMap((one) => trimmedName.safeParse(one).data ?? []));
const trimmedName = z.string().trim().pipe(siteName).refine(isStorable);
const emailAddress = z.email().max(254).toLowerCase();
const MAX_NAME = 120;

/** What an account is made from, and changed by with each sign-in. */
export interface Vouched {
  email: string;
  name: string;
  role: Role;
  /** null = nobody but an administrator here says */
  sites: Sites | null;
}

/** @returns null when they do not say who somebody is */
export function readClaims(raw: unknown): Claims | null {
  return claimsSchema.safeParse(raw).data ?? null;
}

/**
 * What the provider vouches for, or why nobody gets in with it. Role and stores come first: whoever
 * has none any more is put out, whatever else is wrong with what was said.
 */
export function judgeClaims(
  claims: Claims,
  provider: Provider,
  known: User | null,
): Vouched | RefusalReason {
  if (trimSlash(claims.iss) !== trimSlash(provider.issuer)) {
    return "wrong_issuer";
  }
  const role = highestRole(claims[provider.roleClaim], provider.roles);
  if (role === null) {
    return "no_role";
  }
  const sites = provider.sitesClaim === null ? null : sitesOf(claims[provider.sitesClaim]);
  const fault = sites && faultOf(sites);
  if (fault) {
    return fault;
  }
  const email = emailOf(claims, known);
  if (typeof email === "string") {
    return email;
  }
  return known?.status === "disabled"
    ? "disabled"
    : { ...email, name: nameOf(claims["name"]) || (known?.name ?? email.email), role, sites };
}

/** More than an account can hold are not cut to some: nobody would know to which. */
function faultOf(sites: Sites): RefusalReason | null {
  if (sites.length === 0) {
    return "no_site";
  }
  return sites.length > MAX_SITES ? "too_many_sites" : null;
}

/** The most that any of the person's groups gives; null when none of them is mapped. */
export function highestRole(claim: unknown, mapping: Provider["roles"]): Role | null {
  const groups = new Set<unknown>(Array.isArray(claim) ? claim : [claim]);
  const granted = mapping.filter(({ group }) => groups.has(group)).map(({ role }) => role);
  return ROLES.findLast((role) => granted.includes(role)) ?? null;
}

function emailOf(claims: Claims, known: User | null): { email: string } | RefusalReason {
  const claim = claims["email"] ?? "";
  if (claim === "") {
    return known ? { email: known.email } : "no_email";
  }
  if (isNo(claims["email_verified"])) {
    return "email_unverified";
  }
  const email = emailAddress.safeParse(claim).data;
  return email === undefined ? "bad_email" : { email };
}

/** Some providers send the claim as text. */
function isNo(claim: unknown): boolean {
  return claim === false || claim === "false";
}

/** One line that reads in its own order, cut where ours end; empty when nobody could read it. */
function nameOf(claim: unknown): string {
  if (typeof claim !== "string") {
    return "";
  }
  const line = withoutTurns(claim.toWellFormed())
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
  const cut = line
    .slice(0, MAX_NAME)
    .replace(/[\ud800-\udbff]$/, "")
    .trim();
  return /[\p{L}\p{N}]/u.test(cut) ? cut : "";
}

/** The sites that a claim names, as a list or one alone; "*" names them all. */
function sitesOf(claim: unknown): Sites {
  const named = namedSites.parse(Array.isArray(claim) ? claim : [claim]);
  return named.includes("*") ? "*" : [...new Set(named)].sort();
}

function trimSlash(issuer: string): string {
  return issuer.replace(/\/+$/, "");
}
