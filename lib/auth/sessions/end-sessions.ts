import { recordAudit } from "@/lib/audit/record-audit";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertMayGrant } from "../grant";
import { ownAccount } from "../people/own-account";
import { grantOf } from "../people/user";
import { lockUser } from "../people/user-repository";
import { endAccessOf } from "./end-access";
import { endSessionRow } from "./session-repository";

/** Signs the caller out of this browser. */
export async function endOwnSession(ctx: Context): Promise<void> {
  requirePermission(ctx, "account:own");
  const { sessionId, userId } = ownAccount(ctx);
  await inTransaction(ctx, async (tx) => {
    await endSessionRow(tx, sessionId);
    await recordAudit(tx, {
      action: "session.end",
      subject: { type: "user", id: userId },
      after: { ended_sessions: 1 },
    });
  });
}

/** Signs the caller out everywhere else, and ends the keys that act as them. */
export async function endOtherSessions(ctx: Context): Promise<{ ended: number }> {
  requirePermission(ctx, "account:own");
  const { sessionId, userId } = ownAccount(ctx);
  return inTransaction(ctx, async (tx) => {
    await lockUser(tx, userId);
    const ended = await endAccessOf(tx, userId, sessionId);
    await recordAudit(tx, {
      action: "session.end_others",
      subject: { type: "user", id: userId },
      after: ended,
    });
    return { ended: ended.ended_sessions };
  });
}

/**
 * Signs another person out everywhere, and ends the keys that act as them.
 * @throws AppError not_found, forbidden when they have more than the caller
 */
export async function endUserSessions(ctx: Context, id: string): Promise<{ ended: number }> {
  requirePermission(ctx, "users:manage");
  return inTransaction(ctx, async (tx) => {
    const { user } = await lockUser(tx, id);
    assertMayGrant(tx, grantOf(user));
    const ended = await endAccessOf(tx, id);
    await recordAudit(tx, {
      action: "session.end_all",
      subject: { type: "user", id },
      after: ended,
    });
    return { ended: ended.ended_sessions };
  });
}
