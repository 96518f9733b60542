import { decode } from "next-auth/jwt";
import type { Principal } from "@/lib/kernel/context";
import { createSystemContext } from "@/lib/kernel/create-context";
import { getSettings } from "@/lib/platform/settings";
import { principalOf } from "./people/user";
import { sessionCookieName } from "./session-cookies";
import { runningAt } from "./sessions/running-at";
import { findSignedIn } from "./sessions/session-repository";

/**
 * Who is behind a signed-in browser, as the database has it now; null when the cookie is absent or
 * forged, the session ended or idle, or the person disabled.
 */
export async function principalOfCookies(cookies: string): Promise<Principal | null> {
  const id = await sessionIdOf(cookies);
  if (id === null) {
    return null;
  }
  const ctx = await createSystemContext("session");
  const user = await findSignedIn(ctx, id, runningAt(ctx));
  const { mustChangePassword = false } = user ?? {};
  return user && { ...principalOf(user), session: { id, mustChangePassword } };
}

/** The cookie holds nothing but the session's id, encrypted. */
async function sessionIdOf(cookies: string): Promise<string | null> {
  const name = sessionCookieName();
  const token = cookies
    .split(/;\s*/)
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1);
  if (!token) {
    return null;
  }
  const claims = await decode({ token, secret: getSettings().authSecret }).catch(() => null);
  return claims?.sub ?? null;
}
