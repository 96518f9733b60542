import { recordAudit } from "@/lib/audit/record-audit";
import { ROLES } from "@/lib/contracts/role";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import type { User } from "../people/user";
import { lockUser } from "../people/user-repository";
import { endAccessOf } from "./end-access";
import { followProvider } from "./follow-provider";

export type RefusalReason =
  | "unknown_person"
  | "wrong_password"
  | "wrong_code"
  | "code_needed"
  | "disabled"
  | "changed_meanwhile"
  | "no_role"
  | "no_email"
  | "bad_email"
  | "bad_claims"
  | "email_unverified"
  | "no_site"
  | "too_many_sites"
  | "email_taken"
  | "wrong_issuer";

type Rights = Partial<Pick<User, "role" | "sites">>;

const [LOWEST_ROLE] = ROLES;

/**
 * With which the provider says that a person may do nothing here any more, and what their account
 * keeps: not the rights it had, for requests and the count of administrators go by the account.
 */
const LEFT_WITH: Partial<Record<RefusalReason, Rights>> = {
  no_role: { role: LOWEST_ROLE },
  no_site: { role: LOWEST_ROLE, sites: [] },
};

/**
 * Records a sign-in that was refused; what was typed is never kept. Whoever had a role or a site and
 * has none any more loses the rights of the account and is put out of what is still open, too.
 */
export async function refuseSignIn(
  ctx: Context,
  given: { userId: string | null; reason: RefusalReason; method: "password" | "oidc" },
): Promise<void> {
  requirePermission(ctx, "account:own");
  const { userId, reason, method } = given;
  const rights = LEFT_WITH[reason];
  await inTransaction(ctx, async (tx) => {
    const ended = rights && userId !== null ? await putOut(tx, userId, rights) : null;
    await recordAudit(tx, {
      action: "session.refuse",
      subject: { type: "user", id: userId ?? "unknown" },
      outcome: "denied",
      reasonCode: reason,
      after: { method, ...ended },
    });
  });
}

async function putOut(tx: TransactionContext, userId: string, rights: Rights) {
  const { user } = await lockUser(tx, userId);
  await followProvider(tx, user, rights);
  return endAccessOf(tx, userId);
}
