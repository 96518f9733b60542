import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { recordRefusedCall } from "@/lib/audit/record-refused-call";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS, createContext } from "@/lib/kernel/create-context";
import { getLogger } from "@/lib/platform/logger";
import { newRequestId } from "@/lib/platform/request-id";
import { getSettings, type Settings } from "@/lib/platform/settings";
import { originOf } from "./origin-of";
import { principalOfCookies } from "./session";
import { sessionCookies, usesSecureCookies } from "./session-cookies";
import { endOwnSession } from "./sessions/end-sessions";
import { signInWithOidc } from "./sessions/sign-in-with-oidc";
import { signInWithPassword } from "./sessions/sign-in-with-password";

const HOUR_SECONDS = 60 * 60;
const MAX_CREDENTIAL = 1024;
const OIDC = "oidc";
const SIGN_IN = { operationId: "signIn", method: "POST", path: "/api/auth/callback/password" };

/**
 * How one request signs a person in; the token holds nothing but the session's id.
 * @param onFailure told when nobody could judge what was given
 */
export function nextAuthOptions(request: Request, onFailure: () => void): NextAuthOptions {
  const { authSecret, sessions, oidc } = getSettings();
  /** what the sign-in callback hands to the one that makes the token */
  let sessionId: string | null = null;
  return {
    secret: authSecret,
    session: { strategy: "jwt", maxAge: sessions.hours * HOUR_SECONDS },
    useSecureCookies: usesSecureCookies(),
    cookies: sessionCookies(),
    pages: { signIn: "/sign-in", error: "/sign-in" },
    logger: quietLogger,
    providers: [passwordProvider(request, onFailure), ...(oidc ? [oidcProvider(oidc)] : [])],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== OIDC || !oidc) {
          await endPresented(request);
          sessionId = user.id;
          return true;
        }
        const ctx = await nobody(request);
        const userAgent = userAgentOf(request);
        const outcome = await signInWithOidc(ctx, oidc, { claims: profile, userAgent });
        if (outcome.kind === "refused") {
          return `/sign-in?error=${outcome.reason}`;
        }
        await endPresented(request);
        sessionId = outcome.sessionId;
        return true;
      },
      jwt: ({ token }) => {
        const sub = sessionId ?? token.sub;
        return sub === undefined ? {} : { sub };
      },
    },
  };
}

/** @throws Error whose message becomes the `error` of the sign-in page */
function passwordProvider(request: Request, onFailure: () => void) {
  return CredentialsProvider({
    id: "password",
    name: "E-mail and password",
    credentials: {
      email: { label: "E-mail", type: "email" },
      password: { label: "Password", type: "password" },
      code: { label: "Code", type: "text" },
    },
    authorize: async (given) => {
      const ctx = await nobody(request);
      const outcome = await signInWithPassword(ctx, {
        email: textOf(given?.email),
        password: textOf(given?.password),
        code: textOf(given?.code).replaceAll(/\s/g, ""),
        userAgent: userAgentOf(request),
      }).catch((error: unknown) => explain(ctx, error, onFailure));
      if (outcome.kind === "signed_in") {
        return { id: outcome.sessionId };
      }
      throw new Error(
        outcome.kind === "code_needed" ? "code_needed" : publicReason(outcome.reason),
      );
    },
  });
}

async function explain(ctx: Context, error: unknown, onFailure: () => void): Promise<never> {
  if (isAppError(error) && error.code === "too_many_requests") {
    await recordRefusedCall(ctx, { ...SIGN_IN, code: error.code });
    throw new Error(error.code);
  }
  onFailure();
  getLogger().error({ err: error }, "sign-in failed");
  throw new Error("unavailable");
}

/** Nobody learns whether an address has an account. */
function publicReason(reason: string): string {
  return ["disabled", "wrong_code"].includes(reason) ? reason : "wrong_password";
}

function oidcProvider(oidc: NonNullable<Settings["oidc"]>): OAuthConfig<{ sub: string }> {
  return {
    id: OIDC,
    name: oidc.label,
    type: "oauth",
    wellKnown: `${oidc.issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    profile: ({ sub }) => ({ id: sub }),
  };
}

/** The session that the browser holds still, when it signs out or somebody signs in anew. */
export async function endPresented(request: Request): Promise<void> {
  const principal = await principalOfCookies(request.headers.get("cookie") ?? "");
  if (principal) {
    await endOwnSession({ ...(await nobody(request)), ...principal });
  }
}

/** Whoever has not proved who they are yet. */
function nobody(request: Request): Promise<Context> {
  return createContext(ANONYMOUS, {
    ...originOf(request.headers),
    requestId: newRequestId(request.headers.get("x-request-id")),
    source: "web",
  });
}

function userAgentOf(request: Request): string {
  return request.headers.get("user-agent") ?? "";
}

/** Cut where no address and no password is as long, so that nobody makes us work on the rest. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, MAX_CREDENTIAL) : "";
}

/** The library's own logger writes what a request held; this one writes what went wrong. */
const quietLogger: NonNullable<NextAuthOptions["logger"]> = {
  error: (code, metadata) => {
    const error = metadata instanceof Error ? metadata : metadata.error;
    getLogger().warn({ code, cause: error instanceof Error ? error.message : code }, "sign-in");
  },
  warn: (code) => getLogger().debug({ code }, "sign-in"),
  debug: () => undefined,
};
