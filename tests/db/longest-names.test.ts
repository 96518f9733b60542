import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inviteUser } from "@/lib/auth/people/invite-user";
import { signInWithOidc } from "@/lib/auth/sessions/sign-in-with-oidc";
import { signInWithPassword } from "@/lib/auth/sessions/sign-in-with-password";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS } from "@/lib/kernel/create-context";
import { availableDatabases } from "../support/test-database";
import { openWorld, type TestWorld } from "./support/test-world";

const MAX_ADDRESS = 254;
const MAX_SUBJECT = 255;
const MAX_ISSUER = 400;

const longestAddress = (first: string) => {
  const domain = `@${Array(3).fill("d".repeat(60)).join(".")}.example`;
  return first.padEnd(MAX_ADDRESS - domain.length, "x") + domain;
};
const OIDC = {
  issuer: "https://id.example/".padEnd(MAX_ISSUER, "i"),
  clientId: "ct",
  clientSecret: "secret",
  label: "company account",
  ...{ roleClaim: "groups", sitesClaim: null },
  roles: [{ group: "rph", role: "pharmacist" }],
} as const;

describe.each(await availableDatabases())("the longest names on $provider", (available) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(available);
  });
  afterAll(() => world.close());

  const nobody = (): Context => ({ ...world.as("admin"), ...ANONYMOUS });

  it("of an address are let in, and sign in", async () => {
    const email = longestAddress("a");
    expect(email).toHaveLength(MAX_ADDRESS);
    const invited = await inviteUser(world.as("admin"), {
      ...{ email, name: "Ann", role: "technician", site_ids: ["*"] },
    });
    const given = { email, password: invited.initial_password, code: "", userAgent: "" };
    expect(await signInWithPassword(nobody(), given)).toMatchObject({ kind: "signed_in" });
  });

  it("of a company account are let in, and found again", async () => {
    for (const sub of ["s".repeat(MAX_SUBJECT), "€".repeat(MAX_SUBJECT)]) {
      const email = longestAddress(sub.startsWith("s") ? "b" : "c");
      const claims = { iss: OIDC.issuer, sub, email, groups: ["rph"] };
      for (let visit = 1; visit <= 2; visit += 1) {
        const outcome = await signInWithOidc(nobody(), OIDC, { claims, userAgent: "" });
        expect(outcome.kind).toBe("signed_in");
      }
      const rows = await world.db.user.findMany({ where: { oidcSubject: sub } });
      expect(rows).toMatchObject([{ email, name: email, oidcIssuer: OIDC.issuer }]);
    }
  });
});
