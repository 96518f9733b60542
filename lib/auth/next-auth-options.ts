import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { getSettings } from "@/lib/platform/settings";
import { sessionSubjectOf } from "./api-key";

const WORKING_DAY_SECONDS = 12 * 60 * 60;

/** Signs a person in with an API key; the session never holds the key. */
export function nextAuthOptions(): NextAuthOptions {
  return {
    secret: getSettings().authSecret,
    session: { strategy: "jwt", maxAge: WORKING_DAY_SECONDS },
    useSecureCookies: getSettings().publicUrl?.startsWith("https:") ?? false,
    pages: { signIn: "/sign-in" },
    providers: [
      CredentialsProvider({
        id: "api-key",
        name: "API key",
        credentials: { apiKey: { label: "API key", type: "password" } },
        authorize: (credentials) => {
          const subject = sessionSubjectOf(credentials?.apiKey ?? "");
          return subject === null ? null : { id: subject };
        },
      }),
    ],
  };
}
