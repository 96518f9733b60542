import { recordAudit } from "@/lib/audit/record-audit";
import type { RemoveSecondFactor } from "@/lib/contracts/access-session";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { isShortPassword, MIN_LENGTH_ALONE } from "../passwords/assert-good-password";
import { assertOwnCode, spendStep } from "./assert-own-code";
import { assertOwnPassword } from "./assert-own-password";
import { ownAccount } from "./own-account";
import { isSame } from "./user";
import { getUserOf, lockUser, updateUserRow } from "./user-repository";

/**
 * Switches the authenticator app off.
 * @throws AppError conflict when the password is too short to stand alone
 */
export async function removeSecondFactor(
  ctx: Context,
  input: RemoveSecondFactor,
): Promise<{ ok: true }> {
  requirePermission(ctx, "account:own");
  const { userId } = ownAccount(ctx);
  const { credentials } = await getUserOf(ctx, userId);
  if (credentials.totpEnabledAt === null) {
    throw new AppError("conflict", "No authenticator app is switched on.");
  }
  await assertOwnPassword(ctx, "body.password", { password: input.password, credentials });
  if (isShortPassword(input.password)) {
    throw new AppError(
      "conflict",
      `Your password has fewer than ${MIN_LENGTH_ALONE} characters and must not stand alone; change it to a longer one first.`,
    );
  }
  const step = await assertOwnCode(ctx, { userId, code: input.code, credentials });
  await inTransaction(ctx, async (tx) => {
    const { credentials: stored } = await lockUser(tx, userId);
    if (!isSame(stored, credentials)) {
      throw new AppError("conflict", "Your account has just been changed; try again.");
    }
    await spendStep(tx, userId, step);
    // The last step stays, so that the code cannot be used to sign in after all.
    await updateUserRow(tx, userId, { totpSecret: null, totpEnabledAt: null });
    await recordAudit(tx, {
      action: "user.remove_second_factor",
      subject: { type: "user", id: userId },
      before: { second_factor: true },
      after: { second_factor: false },
    });
  });
  return { ok: true };
}
