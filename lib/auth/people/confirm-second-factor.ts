import { recordAudit } from "@/lib/audit/record-audit";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertOwnCode, spendStep } from "./assert-own-code";
import { ownAccount } from "./own-account";
import { getUserOf, lockUser, updateUserRow } from "./user-repository";

/**
 * Switches the authenticator app on.
 * @throws AppError invalid when the code is wrong, too_many_requests, conflict when there is nothing to
 * confirm
 */
export async function confirmSecondFactor(ctx: Context, code: string): Promise<{ ok: true }> {
  requirePermission(ctx, "account:own");
  const { userId } = ownAccount(ctx);
  const { credentials } = await getUserOf(ctx, userId);
  if (credentials.totpSecret === null || credentials.totpEnabledAt !== null) {
    throw new AppError(
      "conflict",
      "There is no authenticator app to confirm; begin with POST /api/session/totp.",
    );
  }
  const step = await assertOwnCode(ctx, { userId, code, credentials });
  await inTransaction(ctx, async (tx) => {
    const { credentials: stored } = await lockUser(tx, userId);
    if (stored.totpSecret !== credentials.totpSecret || stored.totpEnabledAt !== null) {
      throw new AppError("conflict", "Your account has just been changed; begin again.");
    }
    await spendStep(tx, userId, step);
    await updateUserRow(tx, userId, { totpEnabledAt: tx.now() });
    await recordAudit(tx, {
      action: "user.add_second_factor",
      subject: { type: "user", id: userId },
      before: { second_factor: false },
      after: { second_factor: true },
    });
  });
  return { ok: true };
}
