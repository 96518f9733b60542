import { recordAudit } from "@/lib/audit/record-audit";
import type { NewTimeCodeSecret } from "@/lib/contracts/access-session";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertOwnPassword } from "./assert-own-password";
import { ownAccount } from "./own-account";
import { newTimeCodeSecret } from "./time-code";
import { getUserOf, lockUser, updateUserRow } from "./user-repository";

/**
 * Makes a secret for an authenticator app. It counts for nothing until a code confirms it.
 * @throws AppError invalid when the password is wrong, conflict when an app is switched on already, or one signs in elsewhere
 */
export async function beginSecondFactor(
  ctx: Context,
  password: string,
): Promise<NewTimeCodeSecret> {
  requirePermission(ctx, "account:own");
  const { userId } = ownAccount(ctx);
  const { credentials } = await getUserOf(ctx, userId);
  if (credentials.passwordHash === null) {
    throw new AppError(
      "conflict",
      "You sign in with a company account; its provider asks for the second factor.",
    );
  }
  await assertOwnPassword(ctx, "body.password", { password, credentials });
  return inTransaction(ctx, async (tx) => {
    const { user, credentials: stored } = await lockUser(tx, userId);
    if (stored.passwordHash !== credentials.passwordHash) {
      throw new AppError("conflict", "Your password has just been changed; try again.");
    }
    if (user.totpEnabledAt !== null) {
      throw new AppError(
        "conflict",
        "An authenticator app is switched on already; switch it off first.",
      );
    }
    const { secret, uri, sealed } = newTimeCodeSecret(user.email);
    await updateUserRow(tx, userId, { totpSecret: sealed, totpLastStep: null });
    await recordAudit(tx, {
      action: "user.begin_second_factor",
      subject: { type: "user", id: userId },
    });
    return { secret, uri };
  });
}
