import { recordAudit } from "@/lib/audit/record-audit";
import type { ChangePassword } from "@/lib/contracts/access-session";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertGoodPassword } from "../passwords/assert-good-password";
import { hashPassword } from "../passwords/hash-password";
import { endAccessOf } from "../sessions/end-access";
import { assertOwnPassword } from "./assert-own-password";
import { ownAccount } from "./own-account";
import { getUserOf, lockUser, updateUserRow } from "./user-repository";

/**
 * Changes one's own password, signs one out everywhere else and ends the keys that act as one.
 * @throws AppError invalid when the current one is wrong or the new one is not good enough
 */
export async function changePassword(ctx: Context, input: ChangePassword): Promise<{ ok: true }> {
  requirePermission(ctx, "account:own");
  const { userId, sessionId } = ownAccount(ctx);
  const { user, credentials } = await getUserOf(ctx, userId);
  if (credentials.passwordHash === null) {
    throw new AppError(
      "conflict",
      "You sign in with a company account and have no password here; change it there.",
    );
  }
  await assertOwnPassword(ctx, "body.current", { password: input.current, credentials });
  const owner = { email: user.email, hasSecondFactor: user.totpEnabledAt !== null };
  assertGoodPassword("body.new", input.new, owner);
  if (input.new === input.current) {
    throw invalidField("body.new", "unchanged", "This is the password you have; choose another.");
  }
  const passwordHash = await hashPassword(input.new);
  await inTransaction(ctx, async (tx) => {
    const { user: now, credentials: stored } = await lockUser(tx, userId);
    const isSame = stored.passwordHash === credentials.passwordHash;
    if (!isSame || (owner.hasSecondFactor && now.totpEnabledAt === null)) {
      throw new AppError("conflict", "Your account has just been changed; sign in again.");
    }
    await updateUserRow(tx, userId, { passwordHash, mustChangePassword: false });
    const ended = await endAccessOf(tx, userId, sessionId);
    await recordAudit(tx, {
      action: "user.change_password",
      subject: { type: "user", id: userId },
      after: ended,
    });
  });
  return { ok: true };
}
