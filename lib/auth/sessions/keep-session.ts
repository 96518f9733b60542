import type { ActivityAnswer } from "@/lib/contracts/access-session";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { keepBooks } from "@/lib/kernel/transaction";
import { ownAccount } from "../people/own-account";
import { idleExpiry } from "./running-at";
import { findSession, moveLastActive } from "./session-repository";

/** The person is still there. Nothing else, no polling and no page, keeps a session from ending. */
export async function keepSession(ctx: Context): Promise<ActivityAnswer> {
  requirePermission(ctx, "account:own");
  const { sessionId } = ownAccount(ctx);
  const session = await keepBooks(ctx, async (tx) => {
    await moveLastActive(tx, sessionId);
    return findSession(tx, sessionId);
  });
  if (!session) {
    throw new AppError("conflict", "The session is over; sign in again.");
  }
  return {
    expires_at: session.expiresAt.toISOString(),
    idle_expires_at: idleExpiry(session).toISOString(),
  };
}
