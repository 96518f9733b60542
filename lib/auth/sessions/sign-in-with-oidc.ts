import { recordAudit } from "@/lib/audit/record-audit";
import type { Context, Principal } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { asOneTransaction, inTransaction } from "@/lib/kernel/transaction";
import { asUser } from "../people/as-user";
import type { User } from "../people/user";
import { userFacts } from "../people/user-facts";
import {
  countActiveAdmins,
  findUserByEmail,
  findUserByOidc,
  insertUser,
  lockUser,
  updateUserRow,
} from "../people/user-repository";
import { judgeClaims, type Provider, readClaims, type Vouched } from "./judge-claims";
import { type RefusalReason, refuseSignIn } from "./refuse-sign-in";
import { startSession } from "./start-session";

type OidcOutcome =
  | { kind: "signed_in"; sessionId: string }
  | { kind: "refused"; reason: RefusalReason };

interface OidcSignIn {
  /** of an id_token whose signature, nonce and audience have been checked */
  claims: unknown;
  userAgent: string;
  /** whom the browser's cookie still stands for, whose session ends with the new one */
  presented?: Principal | null;
}

/**
 * Signs in whom the identity provider vouches for. The account is the one of this issuer and
 * subject, never one that merely has the same e-mail address.
 */
export async function signInWithOidc(
  ctx: Context,
  provider: Provider,
  { claims: rawClaims, userAgent, presented = null }: OidcSignIn,
): Promise<OidcOutcome> {
  const claims = readClaims(rawClaims);
  if (!claims) {
    return refuse(ctx, null, "bad_claims");
  }
  const identity = { issuer: claims.iss, subject: claims.sub };
  const known = await findUserByOidc(ctx, identity);
  const judged = judgeClaims(claims, provider, known);
  if (typeof judged === "string") {
    return refuse(ctx, known, judged);
  }
  const user = await storeUser(ctx, { known, identity, vouched: judged });
  if (!user) {
    return refuse(ctx, known, "email_taken");
  }
  const session = { user, method: "oidc", userAgent, presented } as const;
  return { kind: "signed_in", sessionId: await startSession(asUser(ctx, user), session) };
}

/** @returns null when the address belongs to another account */
async function storeUser(
  ctx: Context,
  given: {
    known: User | null;
    identity: { issuer: string; subject: string };
    vouched: Vouched;
  },
): Promise<User | null> {
  requirePermission(ctx, "account:own");
  const { known, identity, vouched } = given;
  const { email, name, role, sites } = vouched;
  const holder = await findUserByEmail(ctx, email);
  const isTaken = holder !== null && holder.user.id !== known?.id;
  if (known) {
    return updateKnown(asUser(ctx, known), known.id, { ...vouched, email: isTaken ? null : email });
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

/** What the provider is silent about stays as an administrator has left it, up to this moment. */
function updateKnown(
  ctx: Context,
  id: string,
  { email, name, role, sites }: Omit<Vouched, "email"> & { email: string | null },
): Promise<User> {
  requirePermission(ctx, "account:own");
  return asOneTransaction(ctx, async (tx) => {
    const { user: before } = await lockUser(tx, id);
    const changes = { email: email ?? before.email, name, role, sites: sites ?? before.sites };
    const isSame =
      before.email === changes.email &&
      before.name === name &&
      before.role === role &&
      String(before.sites) === String(changes.sites);
    return isSame ? before : applyChanges(tx, before, changes);
  });
}

function applyChanges(
  ctx: Context,
  before: User,
  { sites, ...changes }: Pick<User, "email" | "name" | "role" | "sites">,
): Promise<User> {
  requirePermission(ctx, "account:own");
  return inTransaction(ctx, async (tx) => {
    const isOther = String(sites) !== String(before.sites);
    const user = await updateUserRow(tx, before.id, { ...changes, ...(isOther && { sites }) });
    const lostAdmin = before.role === "admin" && user.role !== "admin";
    await recordAudit(tx, {
      action: "user.update",
      subject: { type: "user", id: before.id },
      reason: "The identity provider says so",
      before: userFacts(before),
      after: {
        ...userFacts(user),
        // The groups decide all the same: whoever has lost them must not keep what they gave.
        ...(lostAdmin && { administrators_left: await countActiveAdmins(tx) }),
      },
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
