import { decode } from "next-auth/jwt";
import type { Actor } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";
import { actorOfSession } from "./api-key";

const COOKIE = /(?:^|;\s*)(?:__Secure-)?next-auth\.session-token=([^;]+)/;

/** The actor of a signed-in browser, or null when the cookie is absent, expired or forged. */
export async function actorOfCookies(cookies: string): Promise<Actor | null> {
  const token = COOKIE.exec(cookies)?.[1];
  if (!token) {
    return null;
  }
  const claims = await decode({ token, secret: getSettings().authSecret }).catch(() => null);
  return claims?.sub ? actorOfSession(claims.sub) : null;
}
