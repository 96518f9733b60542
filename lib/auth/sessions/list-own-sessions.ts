import type { OwnSession } from "@/lib/contracts/access-session";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { ownAccount } from "../people/own-account";
import { runningAt } from "./running-at";
import { findRunningSessions } from "./session-repository";

/** The browsers that the caller is signed in with, newest first; at most 50. */
export async function listOwnSessions(ctx: Context): Promise<OwnSession[]> {
  requirePermission(ctx, "account:own");
  const { userId, sessionId } = ownAccount(ctx);
  const sessions = await findRunningSessions(ctx, userId, runningAt(ctx));
  return sessions.map(({ id, createdAt, lastActiveAt, ip, userAgent }) => ({
    id,
    isThis: id === sessionId,
    startedAt: createdAt.toISOString(),
    lastActiveAt: lastActiveAt.toISOString(),
    ip,
    userAgent,
  }));
}
