import { recordAudit } from "@/lib/audit/record-audit";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { endAccessOf } from "./end-access";

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

/** With which the provider says that a person may do nothing here any more. */
const NO_LONGER: ReadonlySet<RefusalReason> = new Set(["no_role", "no_site"]);

/**
 * Records a sign-in that was refused; what was typed is never kept. Whoever had a role or a site and
 * has none any more is put out of what is still open, too.
 */
export async function refuseSignIn(
  ctx: Context,
  given: { userId: string | null; reason: RefusalReason; method: "password" | "oidc" },
): Promise<void> {
  requirePermission(ctx, "account:own");
  const { userId, reason, method } = given;
  const isNoLonger = NO_LONGER.has(reason) && userId !== null;
  await inTransaction(ctx, async (tx) => {
    const ended = isNoLonger ? await endAccessOf(tx, userId) : null;
    await recordAudit(tx, {
      action: "session.refuse",
      subject: { type: "user", id: userId ?? "unknown" },
      outcome: "denied",
      reasonCode: reason,
      after: { method, ...ended },
    });
  });
}
