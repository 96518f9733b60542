import { recordAudit } from "@/lib/audit/record-audit";
import type { InvitedUser, ResetPassword } from "@/lib/contracts/access-users";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertMayGrant } from "../grant";
import { hashPassword } from "../passwords/hash-password";
import { newInitialPassword } from "../passwords/new-initial-password";
import { endAccessOf } from "../sessions/end-access";
import { actorOf, grantOf } from "./user";
import { userFacts } from "./user-facts";
import { lockUser, toUserAnswer, updateUserRow } from "./user-repository";

const NO_SECOND_FACTOR = { totpSecret: null, totpEnabledAt: null, totpLastStep: null };

/**
 * Gives a person a new first password, which the answer alone shows, and ends their
 * sessions and keys.
 * @throws AppError conflict for oneself and when they sign in elsewhere, forbidden when they have more than the caller
 */
export async function resetPassword(
  ctx: Context,
  id: string,
  input: ResetPassword,
): Promise<InvitedUser> {
  requirePermission(ctx, "users:manage");
  const password = newInitialPassword();
  const passwordHash = await hashPassword(password);
  const user = await inTransaction(ctx, async (tx) => {
    const { user: before } = await lockUser(tx, id);
    assertMayGrant(tx, grantOf(before));
    if (actorOf(before).id === tx.actor.id) {
      throw new AppError(
        "conflict",
        "Nobody resets their own password; change it at /settings, which asks for the one you have.",
      );
    }
    if (before.oidcIssuer !== null) {
      throw new AppError(
        "conflict",
        `${before.email} signs in with a company account and has no password here; reset it there.`,
      );
    }
    const after = await updateUserRow(tx, id, {
      passwordHash,
      mustChangePassword: true,
      ...(input.remove_second_factor && NO_SECOND_FACTOR),
    });
    const ended = await endAccessOf(tx, id);
    await recordAudit(tx, {
      action: "user.reset_password",
      subject: { type: "user", id },
      before: userFacts(before),
      after: { ...userFacts(after), ...ended },
    });
    return after;
  });
  return { ...toUserAnswer(user), initial_password: password };
}
