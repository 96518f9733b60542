import type { SessionAnswer } from "@/lib/contracts/access-session";
import { PERMISSIONS_BY_ROLE } from "@/lib/contracts/permission";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { getSettings } from "@/lib/platform/settings";
import { ownAccount } from "../people/own-account";
import { getUserOf } from "../people/user-repository";
import { idleExpiry } from "./running-at";
import { findSession, type StoredSession } from "./session-repository";

/** Who the caller is and what they may do; for people also until when. */
export async function getSession(ctx: Context): Promise<SessionAnswer> {
  requirePermission(ctx, "account:own");
  const { kind, id, role, permissions } = ctx.actor;
  const granted = [...PERMISSIONS_BY_ROLE[role]].filter((one) => permissions?.has(one) ?? true);
  const person = ctx.session ? await readPerson(ctx) : { user: null, session: null };
  return {
    actor: { kind, id },
    role,
    tenant_id: ctx.tenantId,
    site_ids: ctx.sites === "*" ? ["*"] : [...ctx.sites],
    permissions: granted,
    ...person,
  };
}

async function readPerson(ctx: Context): Promise<Pick<SessionAnswer, "user" | "session">> {
  const { userId, sessionId } = ownAccount(ctx);
  const { user } = await getUserOf(ctx, userId);
  const session = await findSession(ctx, sessionId);
  return {
    user: {
      id: user.id,
      email: user.email,
      name: user.name,
      signs_in_with: user.oidcIssuer === null ? "password" : "oidc",
      has_second_factor: user.totpEnabledAt !== null,
      must_change_password: user.mustChangePassword,
    },
    session: session && sessionFacts(session),
  };
}

function sessionFacts(session: StoredSession): NonNullable<SessionAnswer["session"]> {
  return {
    method: session.method === "oidc" ? "oidc" : "password",
    started_at: session.createdAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    idle_expires_at: idleExpiry(session).toISOString(),
    idle_minutes: getSettings().sessions.idleMinutes,
  };
}
