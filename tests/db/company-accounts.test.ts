import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetPassword } from "@/lib/auth/people/reset-password";
import { runningAt } from "@/lib/auth/sessions/running-at";
import { findSignedIn } from "@/lib/auth/sessions/session-repository";
import { signInWithOidc } from "@/lib/auth/sessions/sign-in-with-oidc";
import { signInWithPassword } from "@/lib/auth/sessions/sign-in-with-password";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS } from "@/lib/kernel/create-context";
import { availableDatabases } from "../support/test-database";
import { openWorld, type TestWorld } from "./support/test-world";

const OIDC = {
  issuer: "https://id.example",
  clientId: "ct",
  clientSecret: "secret",
  label: "company account",
  roleClaim: "groups",
  roles: [{ group: "rph", role: "pharmacist" }],
  sitesClaim: null,
} as const;

describe.each(await availableDatabases())("company accounts on $provider", (available) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(available);
  });
  afterAll(() => world.close());

  const nobody = (): Context => ({ ...world.as("admin"), ...ANONYMOUS });

  it("gives a company account the sites its claim names, anew each time, and none unless named", async () => {
    const come = (claims: object) =>
      signInWithOidc(
        nobody(),
        { ...OIDC, sitesClaim: "stores" },
        {
          claims: { iss: OIDC.issuer, sub: "9", email: "s@d.example", groups: ["rph"], ...claims },
          userAgent: "test",
        },
      );
    const sitesNow = async () =>
      (await world.db.user.findFirstOrThrow({ where: { oidcSubject: "9" } })).siteIds;
    for (const stores of [undefined, null, [], "", [" "], [7], { a: 1 }]) {
      expect(await come({ stores }), JSON.stringify(stores)).toMatchObject({ reason: "no_site" });
    }
    expect(await world.db.user.count({ where: { oidcSubject: "9" } })).toBe(0);
    expect((await come({ stores: ["014-00412", "014-00412"] })).kind).toBe("signed_in");
    expect(await sitesNow()).toEqual(["014-00412"]);
    expect((await come({ stores: "014-00533" })).kind).toBe("signed_in");
    expect(await sitesNow()).toEqual(["014-00533"]);
    expect(await come({ stores: [] })).toMatchObject({ reason: "no_site" });
    expect((await come({ stores: ["*"] })).kind).toBe("signed_in");
    expect(await sitesNow()).toEqual(["*"]);
    const many = Array.from({ length: 501 }, (_, i) => `store-${i}`);
    expect(await come({ stores: many })).toMatchObject({ reason: "too_many_sites" });
    expect((await come({ stores: many.slice(1) })).kind).toBe("signed_in");
  });

  it("refuses an e-mail address that the provider says is not verified", async () => {
    const come = (email_verified: unknown) =>
      signInWithOidc(nobody(), OIDC, {
        claims: {
          iss: OIDC.issuer,
          sub: "8",
          email: "v@d.example",
          groups: ["rph"],
          email_verified,
        },
        userAgent: "test",
      });
    expect(await come(false)).toMatchObject({ reason: "email_unverified" });
    expect(await come("false")).toMatchObject({ reason: "email_unverified" });
    expect((await come(true)).kind).toBe("signed_in");
  });

  it("puts out whoever's groups give no role any more", async () => {
    const admin = world.as("admin");
    const come = (groups: string[]) =>
      signInWithOidc(nobody(), OIDC, {
        claims: { iss: OIDC.issuer, sub: "6", email: "z@d.example", groups },
        userAgent: "test",
      });
    const outcome = await come(["rph"]);
    const sessionId = outcome.kind === "signed_in" ? outcome.sessionId : "";
    expect(await findSignedIn(admin, sessionId, runningAt(admin))).not.toBeNull();
    expect(await come(["gardeners"])).toMatchObject({ reason: "no_role" });
    expect(await findSignedIn(admin, sessionId, runningAt(admin))).toBeNull();
  });

  it("has no password for a company account, not even an empty one", async () => {
    const claims = { iss: OIDC.issuer, sub: "7", email: "c@d.example", groups: ["rph"] };
    await signInWithOidc(nobody(), OIDC, { claims, userAgent: "" });
    expect(
      (
        await signInWithPassword(nobody(), {
          ...{ email: "c@d.example", password: "", code: "" },
          userAgent: "test",
        })
      ).kind,
    ).toBe("refused");
    const user = await world.db.user.findFirst({ where: { oidcSubject: "7" } });
    await expect(
      resetPassword(world.as("admin"), user?.id ?? "", { remove_second_factor: false }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});
