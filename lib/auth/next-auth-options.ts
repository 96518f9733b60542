import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { recordRefusedCall } from "@/lib/audit/record-refused-call";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context, Principal } from "@/lib/kernel/context";
import { ANONYMOUS, createContext } from "@/lib/kernel/create-context";
import { getLogger } from "@/lib/platform/logger";
import { newRequestId } from "@/lib/platform/request-id";
import { getSettings } from "@/lib/platform/settings";
import { ownAddress } from "./callback-address";
import { originOf } from "./origin-of";
import { principalOfCookies } from "./session";
import { sessionCookies, usesSecureCookies } from "./session-cookies";
import { endOwnSession } from "./sessions/end-sessions";
import type { Provider } from "./sessions/judge-claims";
import { signInWithOidc } from "./sessions/sign-in-with-oidc";
import { signInWithPassword } from "./sessions/sign-in-with-password";
import { signInLogger } from "./sign-in-logger";

const HOUR_SECONDS = 60 * 60;
const MAX_CREDENTIAL = 1024;
const OIDC = "oidc";
const LIMITED = "too_many_requests";
const UNAVAILABLE = "unavailable";
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
    logger: signInLogger,
    providers: [passwordProvider(request, onFailure), ...(oidc ? [oidcProvider(oidc)] : [])],
    callbacks: {
      redirect: ownAddress,
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== OIDC || !oidc) {
          sessionId = user.id;
          return true;
        }
        const outcome = await tryCompanyAccount(request, oidc, profile);
        if (outcome.kind === "signed_in") {
          sessionId = outcome.sessionId;
          return true;
        }
        if (outcome.reason === UNAVAILABLE) {
          onFailure();
        }
        return `/sign-in?error=${outcome.reason}`;
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
      const outcome = await tryPassword(request, given ?? {}).catch((error: unknown) =>
        explain(request, error, onFailure),
      );
      if (outcome.kind === "signed_in") {
        return { id: outcome.sessionId };
      }
      throw new Error(
        outcome.kind === "code_needed" ? "code_needed" : publicReason(outcome.reason),
      );
    },
  });
}

async function tryPassword(request: Request, given: Record<string, unknown>) {
  return signInWithPassword(await nobody(request), {
    email: textOf(given["email"]),
    password: textOf(given["password"]),
    code: textOf(given["code"]).replaceAll(/\s/g, ""),
    userAgent: userAgentOf(request),
    presented: await presentedBy(request),
  });
}

async function explain(request: Request, error: unknown, onFailure: () => void): Promise<never> {
  const failure = isAppError(error) && error.code === LIMITED ? await tellLimited(request) : error;
  if (failure === null) {
    throw new Error(LIMITED);
  }
  onFailure();
  getLogger().error({ err: failure }, "sign-in failed");
  throw new Error(UNAVAILABLE);
}

/** @returns null once the trail tells of it, else why it does not */
async function tellLimited(request: Request): Promise<unknown> {
  try {
    await recordRefusedCall(await nobody(request), { ...SIGN_IN, code: LIMITED });
    return null;
  } catch (error) {
    return error;
  }
}

/** What is thrown here the library would show in the browser's address, and nowhere else. */
async function tryCompanyAccount(request: Request, oidc: Provider, claims: unknown) {
  try {
    return await signInWithOidc(await nobody(request), oidc, {
      claims,
      userAgent: userAgentOf(request),
      presented: await presentedBy(request),
    });
  } catch (error) {
    getLogger().error({ err: error }, "sign-in failed");
    return { kind: "refused", reason: UNAVAILABLE } as const;
  }
}

/** Nobody learns whether an address has an account. */
function publicReason(reason: string): string {
  return ["disabled", "wrong_code"].includes(reason) ? reason : "wrong_password";
}

function oidcProvider(oidc: Provider): OAuthConfig<{ sub: string }> {
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

/** The session that the browser holds still, when it signs out. */
export async function endPresented(request: Request): Promise<void> {
  const principal = await presentedBy(request);
  if (principal) {
    await endOwnSession({ ...(await nobody(request)), ...principal });
  }
}

function presentedBy(request: Request): Promise<Principal | null> {
  return principalOfCookies(request.headers.get("cookie") ?? "");
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
