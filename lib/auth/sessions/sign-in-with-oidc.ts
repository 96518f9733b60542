import { z } from "zod";
import { recordAudit } from "@/lib/audit/record-audit";
import { MAX_SITES, siteName } from "@/lib/contracts/grant";
import { ROLES, type Role } from "@/lib/contracts/role";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import type { Settings } from "@/lib/platform/settings";
import { asUser } from "../people/as-user";
import type { User } from "../people/user";
import { userFacts } from "../people/user-facts";
import {
  findUserByEmail,
  findUserByOidc,
  insertUser,
  updateUserRow,
} from "../people/user-repository";
import { type RefusalReason, refuseSignIn } from "./refuse-sign-in";
import { startSession } from "./start-session";

type Provider = NonNullable<Settings["oidc"]>;
type OidcOutcome =
  | { kind: "signed_in"; sessionId: string }
  | { kind: "refused"; reason: RefusalReason };

const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: z.email().max(254).toLowerCase().optional(),
  email_verified: z.unknown().optional(),
  name: z.string().max(120).optional(),
});
type Claims = z.infer<typeof claimsSchema>;
type Sites = Context["sites"];

/** What is no name of a site grants none. */
const namedSites = z
  .array(z.unknown())
  .transform((all) => all.flatMap((one) => trimmedName.safeParse(one).data ?? []));
const trimmedName = z.string().trim().pipe(siteName);

/**
 * Signs in whom the identity provider vouches for. The account is the one of this issuer and
 * subject, never one that merely has the same e-mail address.
 * @param rawClaims of an id_token whose signature, nonce and audience have been checked
 */
export async function signInWithOidc(
  ctx: Context,
  provider: Provider,
  { claims: rawClaims, userAgent }: { claims: unknown; userAgent: string },
): Promise<OidcOutcome> {
  const claims = claimsSchema.parse(rawClaims);
  const identity = { issuer: claims.iss, subject: claims.sub };
  const known = await findUserByOidc(ctx, identity);
  const judged = judge(claims, provider, known);
  if (typeof judged === "string") {
    return refuse(ctx, known, judged);
  }
  const user = await storeUser(ctx, { known, identity, ...judged });
  if (!user) {
    return refuse(ctx, known, "email_taken");
  }
  const sessionId = await startSession(asUser(ctx, user), { user, method: "oidc", userAgent });
  return { kind: "signed_in", sessionId };
}

interface Vouched {
  email: string;
  name: string;
  role: Role;
  /** null = nobody but an administrator here says */
  sites: Sites | null;
}

function judge(claims: Claims, provider: Provider, known: User | null): Vouched | RefusalReason {
  if (trimSlash(claims.iss) !== trimSlash(provider.issuer)) {
    return "wrong_issuer";
  }
  const role = highestRole(claims[provider.roleClaim], provider.roles);
  if (role === null) {
    return "no_role";
  }
  if (claims.email !== undefined && isNo(claims.email_verified)) {
    return "email_unverified";
  }
  const email = claims.email ?? known?.email;
  if (email === undefined) {
    return "no_email";
  }
  const sites = provider.sitesClaim === null ? null : sitesOf(claims[provider.sitesClaim]);
  const fault = sites && faultOf(sites);
  if (fault) {
    return fault;
  }
  return known?.status === "disabled"
    ? "disabled"
    : { email, name: claims.name || (known?.name ?? email), role, sites };
}

/** More than an account can hold are not cut to some: nobody would know to which. */
function faultOf(sites: Sites): RefusalReason | null {
  if (sites.length === 0) {
    return "no_site";
  }
  return sites.length > MAX_SITES ? "too_many_sites" : null;
}

/** Some providers send the claim as text. */
function isNo(claim: unknown): boolean {
  return claim === false || claim === "false";
}

/** The sites that a claim names, as a list or one alone; "*" names them all. */
function sitesOf(claim: unknown): Sites {
  const named = namedSites.parse(Array.isArray(claim) ? claim : [claim]);
  return named.includes("*") ? "*" : [...new Set(named)].sort();
}

/** The most that any of the person's groups gives; null when none of them is mapped. */
export function highestRole(claim: unknown, mapping: Provider["roles"]): Role | null {
  const groups = new Set<unknown>(Array.isArray(claim) ? claim : [claim]);
  const granted = mapping.filter(({ group }) => groups.has(group)).map(({ role }) => role);
  return ROLES.findLast((role) => granted.includes(role)) ?? null;
}

/** @returns null when the address belongs to another account */
async function storeUser(
  ctx: Context,
  given: Vouched & { known: User | null; identity: { issuer: string; subject: string } },
): Promise<User | null> {
  requirePermission(ctx, "account:own");
  const { known, identity, email, name, role, sites } = given;
  const holder = await findUserByEmail(ctx, email);
  const isTaken = holder !== null && holder.user.id !== known?.id;
  if (known) {
    const changes = {
      ...{ email: isTaken ? known.email : email, name, role },
      sites: sites ?? known.sites,
    };
    const isSame =
      known.email === changes.email &&
      known.name === name &&
      known.role === role &&
      String(known.sites) === String(changes.sites);
    return isSame ? known : updateKnown(asUser(ctx, known), known, changes);
  }
  if (isTaken) {
    return null;
  }
  return inTransaction(ctx, async (tx) => {
    const user = await insertUser(tx, {
      ...{ email, name, role, sites: sites ?? "*", passwordHash: null },
      oidcIssuer: identity.issuer,
      oidcSubject: identity.subject,
    });
    await recordAudit(tx, {
      action: "user.create",
      subject: { type: "user", id: user.id },
      after: { ...userFacts(user), issuer: identity.issuer },
    });
    return user;
  });
}

function updateKnown(
  ctx: Context,
  known: User,
  changes: Vouched & { sites: Sites },
): Promise<User> {
  requirePermission(ctx, "account:own");
  return inTransaction(ctx, async (tx) => {
    const user = await updateUserRow(tx, known.id, changes);
    await recordAudit(tx, {
      action: "user.update",
      subject: { type: "user", id: known.id },
      reason: "The identity provider says so",
      before: userFacts(known),
      after: userFacts(user),
    });
    return user;
  });
}

async function refuse(
  ctx: Context,
  known: User | null,
  reason: RefusalReason,
): Promise<OidcOutcome> {
  const tenantId = known?.tenantId ?? ctx.tenantId;
  await refuseSignIn({ ...ctx, tenantId }, { userId: known?.id ?? null, reason, method: "oidc" });
  return { kind: "refused", reason };
}

function trimSlash(issuer: string): string {
  return issuer.replace(/\/+$/, "");
}
