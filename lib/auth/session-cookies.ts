import type { CookiesOptions } from "next-auth";
import { getSettings } from "@/lib/platform/settings";

const NAMES = {
  sessionToken: "next-auth.session-token",
  callbackUrl: "next-auth.callback-url",
  csrfToken: "next-auth.csrf-token",
  pkceCodeVerifier: "next-auth.pkce.code_verifier",
  state: "next-auth.state",
  nonce: "next-auth.nonce",
} as const;

const FLOW_SECONDS = 15 * 60;

/** Over https no other host and no plain connection can set or read them (`__Host-`). */
export function usesSecureCookies(): boolean {
  return getSettings().publicUrl?.startsWith("https:") ?? false;
}

/** The name under which a browser keeps the session. */
export function sessionCookieName(): string {
  return nameOf("sessionToken");
}

/** The name under which a browser keeps where it was going. */
export function callbackCookieName(): string {
  return nameOf("callbackUrl");
}

/** Makes the browser forget it. */
export function noCallbackCookie(): string {
  const secure = usesSecureCookies() ? "; Secure" : "";
  return `${callbackCookieName()}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure}`;
}

/** Lax, because the way back from an identity provider comes from another site. */
export function sessionCookies(): Partial<CookiesOptions> {
  const options = {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: usesSecureCookies(),
  } as const;
  const flow = { ...options, maxAge: FLOW_SECONDS };
  return {
    sessionToken: { name: nameOf("sessionToken"), options },
    callbackUrl: { name: nameOf("callbackUrl"), options },
    csrfToken: { name: nameOf("csrfToken"), options },
    pkceCodeVerifier: { name: nameOf("pkceCodeVerifier"), options: flow },
    state: { name: nameOf("state"), options: flow },
    nonce: { name: nameOf("nonce"), options: flow },
  };
}

function nameOf(cookie: keyof typeof NAMES): string {
  return `${usesSecureCookies() ? "__Host-" : ""}${NAMES[cookie]}`;
}
