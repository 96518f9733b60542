import { recordAudit } from "@/lib/audit/record-audit";
import type { Context, Principal } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { asOneTransaction, inTransaction } from "@/lib/kernel/transaction";
import { asUser } from "../people/as-user";
import type { User } from "../people/user";
import { userFacts } from "../people/user-facts";
import { findUserByEmail, findUserByOidc, insertUser, lockUser } from "../people/user-repository";
import { followProvider } from "./follow-provider";
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
    return followProvider(tx, before, {
      ...{ name, role },
      ...(email !== null && { email }),
      ...(sites !== null && { sites }),
    });
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
