import { signInWithOidc } from "@/lib/auth/sessions/sign-in-with-oidc";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS } from "@/lib/kernel/create-context";
import type { TestWorld } from "./test-world";

/** A provider whose groups give roles, and which says nothing of stores. */
export const OIDC = {
  issuer: "https://id.example",
  clientId: "ct",
  clientSecret: "secret",
  label: "company account",
  roleClaim: "groups",
  roles: [
    { group: "rph", role: "pharmacist" },
    { group: "admins", role: "admin" },
  ],
  sitesClaim: null,
} as const;

/** The same, with the stores in a claim. */
export const WITH_STORES = { ...OIDC, sitesClaim: "stores" } as const;

/** Comes with a company account: a subject, whatever else its claims say, and a database of one's own. */
export function comeAs(
  world: TestWorld,
  sub: string,
  claims: object,
  { provider = OIDC, db = world.db }: { provider?: Provider; db?: Context["db"] } = {},
): ReturnType<typeof signInWithOidc> {
  return signInWithOidc({ ...world.as("admin"), ...ANONYMOUS, db }, provider, {
    claims: { iss: OIDC.issuer, sub, email: `${sub}@d.example`, groups: ["rph"], ...claims },
    userAgent: "test",
  });
}

type Provider = typeof OIDC | typeof WITH_STORES;
