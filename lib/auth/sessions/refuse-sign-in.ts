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
  | "email_unverified"
  | "no_site"
  | "too_many_sites"
  | "email_taken"
  | "wrong_issuer";

/**
 * Records a sign-in that was refused; what was typed is never kept. Whoever had a role and has none
 * any more is put out of what is still open, too.
 */
export async function refuseSignIn(
  ctx: Context,
  given: { userId: string | null; reason: RefusalReason; method: "password" | "oidc" },
): Promise<void> {
  requirePermission(ctx, "account:own");
  const { userId, reason, method } = given;
  const isNoLonger = reason === "no_role" && userId !== null;
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
