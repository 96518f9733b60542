import { recordAudit } from "@/lib/audit/record-audit";
import type { InvitedUser, InviteUser } from "@/lib/contracts/access-users";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertMayGrant, sitesOf } from "../grant";
import { hashPassword } from "../passwords/hash-password";
import { newInitialPassword } from "../passwords/new-initial-password";
import { userFacts } from "./user-facts";
import { findUserByEmail, insertUser, toUserAnswer } from "./user-repository";

/**
 * Adds a person. The first password is in the answer and can never be read again.
 * @throws AppError conflict when the address has an account, forbidden when it is more than the caller has
 */
export async function inviteUser(ctx: Context, input: InviteUser): Promise<InvitedUser> {
  requirePermission(ctx, "users:manage");
  const sites = sitesOf(input.site_ids);
  assertMayGrant(ctx, { role: input.role, permissions: null, sites });
  const password = newInitialPassword();
  const passwordHash = await hashPassword(password);
  const user = await inTransaction(ctx, async (tx) => {
    const holder = await findUserByEmail(tx, input.email);
    if (holder) {
      throw taken(input.email, holder.user.tenantId === tx.tenantId);
    }
    const { email, name, role } = input;
    const given = { email, name, role, sites, passwordHash, mustChangePassword: true };
    const stored = await insertUser(tx, given);
    await recordAudit(tx, {
      action: "user.invite",
      subject: { type: "user", id: stored.id },
      after: userFacts(stored),
    });
    return stored;
  });
  return { ...toUserAnswer(user), initial_password: password };
}

/** An address belongs to one account of the whole installation. */
function taken(email: string, isOurs: boolean): AppError {
  return new AppError(
    "conflict",
    isOurs
      ? `${email} has an account already; change that one, or use another address.`
      : `${email} cannot be invited here, because an account outside of this chain has it; use another address.`,
  );
}
