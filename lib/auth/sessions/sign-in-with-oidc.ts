import { recordAudit } from "@/lib/audit/record-audit";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context, Principal, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { asOneTransaction, inTransaction } from "@/lib/kernel/transaction";
import { asUser } from "../people/as-user";
import { principalOf, type User } from "../people/user";
import { userFacts } from "../people/user-facts";
import { findUserByEmail, insertUser, lockUserOfOidc } from "../people/user-repository";
import { followProvider } from "./follow-provider";
import { type Claims, judgeClaims, type Provider, readClaims, type Vouched } from "./judge-claims";
import { type RefusalReason, refuseSignIn } from "./refuse-sign-in";
import { type NewSession, startSession } from "./start-session";

type Refused = { kind: "refused"; reason: RefusalReason };
type OidcOutcome = { kind: "signed_in"; sessionId: string } | Refused;

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
  // Whoever loses a race against another first sign-in finds that one's account when tried again.
  const admitted = await asOneTransaction(ctx, (tx) => admit(tx, provider, claims));
  if (admitted.kind === "refused") {
    return admitted;
  }
  return begin(ctx, { user: admitted.user, method: "oidc", userAgent, presented });
}

/** Opens the session, unless the person has been disabled since they were admitted. */
async function begin(ctx: Context, session: NewSession): Promise<OidcOutcome> {
  const { user } = session;
  try {
    return { kind: "signed_in", sessionId: await startSession(asUser(ctx, user), session) };
  } catch (error) {
    if (isAppError(error) && error.code === "unauthenticated") {
      return refuse(ctx, user, "changed_meanwhile");
    }
    throw error;
  }
}

type Admitted = { kind: "admitted"; user: User } | Refused;

/** The account of whom the claims speak, as they want it now. */
async function admit(
  tx: TransactionContext,
  provider: Provider,
  claims: Claims,
): Promise<Admitted> {
  const identity = { issuer: claims.iss, subject: claims.sub };
  const known = await lockUserOfOidc(tx, identity);
  const judged = judgeClaims(claims, provider, known);
  if (typeof judged === "string") {
    return refuse(tx, known, judged);
  }
  const holder = await findUserByEmail(tx, judged.email);
  const isTaken = holder !== null && holder.user.id !== known?.id;
  if (known) {
    const { email, sites, ...said } = judged;
    const user = await followProvider({ ...tx, ...principalOf(known) }, known, {
      ...said,
      ...(!isTaken && { email }),
      // What the provider is silent about stays as an administrator has left it.
      ...(sites !== null && { sites }),
    });
    return { kind: "admitted", user };
  }
  if (isTaken) {
    // Between the two looks another first sign-in of theirs may have made the account.
    const isOwn = (await lockUserOfOidc(tx, identity)) !== null;
    return isOwn ? admit(tx, provider, claims) : refuse(tx, known, "email_taken");
  }
  return { kind: "admitted", user: await addUser(tx, identity, judged) };
}

function addUser(
  ctx: Context,
  { issuer, subject }: { issuer: string; subject: string },
  { email, name, role, sites }: Vouched,
): Promise<User> {
  requirePermission(ctx, "account:own");
  return inTransaction(ctx, async (tx) => {
    const user = await insertUser(tx, {
      ...{ email, name, role, sites: sites ?? "*", passwordHash: null },
      oidcIssuer: issuer,
      oidcSubject: subject,
    });
    await recordAudit(tx, {
      action: "user.create",
      subject: { type: "user", id: user.id },
      after: { ...userFacts(user), issuer },
    });
    return user;
  });
}

async function refuse(ctx: Context, known: User | null, reason: RefusalReason): Promise<Refused> {
  const tenantId = known?.tenantId ?? ctx.tenantId;
  await refuseSignIn({ ...ctx, tenantId }, { userId: known?.id ?? null, reason, method: "oidc" });
  return { kind: "refused", reason };
}
