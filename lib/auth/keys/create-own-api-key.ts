import type { ApiKeyWithSecret, CreateOwnApiKey } from "@/lib/contracts/api-keys";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertOwnPassword } from "../people/assert-own-password";
import { ownAccount } from "../people/own-account";
import { type Credentials, isSame } from "../people/user";
import { getUserOf, lockUser } from "../people/user-repository";
import { runningAt } from "../sessions/running-at";
import { findSession, findSignedIn } from "../sessions/session-repository";
import { addApiKey } from "./create-api-key";

/** How long ago a person may have signed in who has no password to ask for. */
const FRESH_MS = 15 * 60_000;

/**
 * Adds a key that acts as the caller, who has signed in and proves anew who they are: nobody else,
 * and no key, makes one that is a person.
 * @throws AppError conflict without a session and when that, or the account, has changed meanwhile,
 * invalid when the password is wrong
 */
export async function createOwnApiKey(
  ctx: Context,
  { password, ...input }: CreateOwnApiKey,
): Promise<ApiKeyWithSecret> {
  requirePermission(ctx, "account:own");
  const { userId, sessionId } = ownAccount(ctx);
  const { credentials } = await getUserOf(ctx, userId);
  await assertProved(ctx, { password, credentials, sessionId });
  return inTransaction(ctx, async (tx) => {
    await assertStillProved(tx, { userId, credentials, sessionId });
    return addApiKey(tx, input, userId);
  });
}

/** Whatever ends the person's keys holds the person's row: it comes before this, or ends this key too. */
async function assertStillProved(
  tx: TransactionContext,
  given: { userId: string; credentials: Credentials; sessionId: string },
): Promise<void> {
  const { credentials } = await lockUser(tx, given.userId);
  const isSignedIn = (await findSignedIn(tx, given.sessionId, runningAt(tx))) !== null;
  if (!isSignedIn || !isSame(credentials, given.credentials)) {
    throw new AppError("conflict", "Your account has just been changed; sign in again.");
  }
}

async function assertProved(
  ctx: Context,
  given: { password: string | null; credentials: Credentials; sessionId: string },
): Promise<void> {
  const { password, credentials, sessionId } = given;
  if (credentials.passwordHash !== null) {
    if (password === null) {
      throw invalidField("body.password", "missing", "Your password is needed; type it again.");
    }
    await assertOwnPassword(ctx, "body.password", { password, credentials });
    return;
  }
  const session = await findSession(ctx, sessionId);
  if (!session || ctx.now().getTime() - session.createdAt.getTime() > FRESH_MS) {
    throw new AppError(
      "conflict",
      "You signed in more than fifteen minutes ago; sign out and in again, then add the key.",
    );
  }
}
