import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { User } from "../people/user";
import { toUser } from "../people/user-repository";

export interface StoredSession {
  id: string;
  userId: string;
  createdAt: Date;
  lastActiveAt: Date;
  expiresAt: Date;
  method: string;
  ip: string | null;
  userAgent: string;
}

interface Moment {
  now: Date;
  /** whoever was last active before this has left */
  idleSince: Date;
}

/** Open, not too old, and somebody was there not long ago. */
const running = ({ now, idleSince }: Moment) => ({
  endedAt: null,
  expiresAt: { gt: now },
  lastActiveAt: { gt: idleSince },
});

/** The person behind a running session, in one query; null when either is no longer good. */
export async function findSignedIn(
  ctx: Context,
  sessionId: string,
  moment: Moment,
): Promise<User | null> {
  const row = await ctx.db.user.findFirst({
    where: { status: "active", sessions: { some: { id: sessionId, ...running(moment) } } },
  });
  return row && toUser(row);
}

export async function insertSession(
  tx: TransactionContext,
  given: Pick<StoredSession, "userId" | "expiresAt" | "method" | "userAgent">,
): Promise<string> {
  const id = tx.newId();
  const now = tx.now();
  await tx.db.userSession.create({
    data: { ...given, id, ip: tx.ip, createdAt: now, lastActiveAt: now },
  });
  return id;
}

export function findSession(ctx: Context, id: string): Promise<StoredSession | null> {
  return ctx.db.userSession.findUnique({ where: { id } });
}

/** Newest first. */
export function findRunningSessions(
  ctx: Context,
  userId: string,
  moment: Moment,
): Promise<StoredSession[]> {
  return ctx.db.userSession.findMany({
    where: { userId, ...running(moment) },
    orderBy: { createdAt: "desc" },
    take: 50,
  });
}

export async function moveLastActive(tx: TransactionContext, id: string): Promise<void> {
  await tx.db.userSession.updateMany({
    where: { id, endedAt: null, lastActiveAt: { lt: tx.now() } },
    data: { lastActiveAt: tx.now() },
  });
}

/** @returns how many rows went, at most `limit`; an ended one goes once it would have expired */
export async function deleteExpiredSessions(
  tx: TransactionContext,
  limit: number,
): Promise<number> {
  const expired = await tx.db.userSession.findMany({
    where: { expiresAt: { lt: tx.now() } },
    orderBy: { expiresAt: "asc" },
    select: { id: true },
    take: limit,
  });
  const ids = expired.map(({ id }) => id);
  const { count } = await tx.db.userSession.deleteMany({ where: { id: { in: ids } } });
  return count;
}

export async function endSessionRow(tx: TransactionContext, id: string): Promise<void> {
  await tx.db.userSession.updateMany({
    where: { id, endedAt: null },
    data: { endedAt: tx.now() },
  });
}

/** @returns how many were open */
export async function endSessionsOf(
  tx: TransactionContext,
  userId: string,
  except: string | null = null,
): Promise<number> {
  const { count } = await tx.db.userSession.updateMany({
    where: { userId, endedAt: null, ...(except !== null && { id: { not: except } }) },
    data: { endedAt: tx.now() },
  });
  return count;
}
