import type { Context } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The moment that sessions are judged at. */
export function runningAt(ctx: Pick<Context, "now">): { now: Date; idleSince: Date } {
  const now = ctx.now();
  return { now, idleSince: new Date(now.getTime() - idleMs()) };
}

/** When a session that begins now is over in any case. */
export function sessionExpiry(now: Date): Date {
  return new Date(now.getTime() + getSettings().sessions.hours * HOUR_MS);
}

/** When a session is over unless the person does something; never after its end. */
export function idleExpiry(session: { lastActiveAt: Date; expiresAt: Date }): Date {
  return new Date(Math.min(session.lastActiveAt.getTime() + idleMs(), session.expiresAt.getTime()));
}

function idleMs(): number {
  return getSettings().sessions.idleMinutes * MINUTE_MS;
}
