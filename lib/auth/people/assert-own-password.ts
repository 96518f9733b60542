import { recordAudit } from "@/lib/audit/record-audit";
import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { limitGuesses } from "../limit-failed-attempts";
import { verifyPassword } from "../passwords/hash-password";
import { ownAccount } from "./own-account";
import type { Credentials } from "./user";

/**
 * Whoever sits down at a desk that was left must not guess on. Not inside of a transaction: one
 * that is tried again would count one guess twice.
 * @throws AppError invalid, too_many_requests
 */
export async function assertOwnPassword(
  ctx: Context,
  path: string,
  { password, credentials }: { password: string; credentials: Credentials },
): Promise<void> {
  requirePermission(ctx, "account:own");
  const isRight = await limitGuesses(
    { ip: ctx.ip, subject: ctx.actor.id },
    async () => (await verifyPassword(password, credentials.passwordHash)) || null,
  );
  if (isRight === null) {
    await recordRefusal(ctx);
    throw invalidField(path, "wrong_password", "This is not your password; type it again.");
  }
}

async function recordRefusal(ctx: Context): Promise<void> {
  const { userId } = ownAccount(ctx);
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "user.refuse_password",
      subject: { type: "user", id: userId },
      outcome: "denied",
      reasonCode: "wrong_password",
    }),
  );
}
