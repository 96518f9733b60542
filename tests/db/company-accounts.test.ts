import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetPassword } from "@/lib/auth/people/reset-password";
import { runningAt } from "@/lib/auth/sessions/running-at";
import { findSignedIn } from "@/lib/auth/sessions/session-repository";
import { signInWithOidc } from "@/lib/auth/sessions/sign-in-with-oidc";
import { signInWithPassword } from "@/lib/auth/sessions/sign-in-with-password";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS } from "@/lib/kernel/create-context";
import { availableDatabases } from "../support/test-database";
import { beforeTransaction } from "./support/before-transaction";
import { OIDC } from "./support/company-account";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("company accounts on $provider", (available) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(available);
  });
  afterAll(() => world.close());

  const nobody = (): Context => ({ ...world.as("admin"), ...ANONYMOUS });
  const userOf = (oidcSubject: string) =>
    world.db.user.findFirstOrThrow({ where: { oidcSubject } });

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

  it("puts out whoever's stores are all gone, and ends their keys", async () => {
    const admin = world.as("admin");
    const come = (stores: string[]) =>
      signInWithOidc(
        nobody(),
        { ...OIDC, sitesClaim: "stores" },
        {
          claims: { iss: OIDC.issuer, sub: "5", email: "n@d.example", groups: ["rph"], stores },
          userAgent: "test",
        },
      );
    const outcome = await come(["s1"]);
    const sessionId = outcome.kind === "signed_in" ? outcome.sessionId : "";
    const { id: userId } = await userOf("5");
    const key = { id: "key-5", tenantId: "default", userId, name: "k", prefix: "ctk_00000005" };
    const now = world.clock.now;
    const grant = { role: "pharmacist", siteIds: ["s1"], permissions: ["*"], hash: "" };
    const when = { createdBy: "test", createdAt: now, updatedAt: now };
    await world.db.apiKey.create({ data: { ...key, ...grant, ...when } });
    expect(await come([])).toMatchObject({ reason: "no_site" });
    expect(await findSignedIn(admin, sessionId, runningAt(admin))).toBeNull();
    const { revokedAt } = await world.db.apiKey.findUniqueOrThrow({ where: { id: key.id } });
    expect(revokedAt).not.toBeNull();
  });

  it("refuses claims that say nobody, and an address that is none", async () => {
    const come = (claims: object) =>
      signInWithOidc(nobody(), OIDC, {
        claims: { iss: OIDC.issuer, sub: "4", email: "q@d.example", groups: ["rph"], ...claims },
        userAgent: "test",
      });
    for (const claims of [{ sub: "" }, { sub: 4 }, { sub: "a\0" }, { sub: "x".repeat(256) }]) {
      expect(await come(claims)).toMatchObject({ reason: "bad_claims" });
    }
    for (const email of ["none", 7, {}, `${"x".repeat(250)}@d.example`, "a\0@d.example"]) {
      expect(await come({ email }), String(email)).toMatchObject({ reason: "bad_email" });
    }
    for (const email of [null, "", undefined]) {
      expect(await come({ email })).toMatchObject({ reason: "no_email" });
    }
    const told = { action: "session.refuse", reasonCode: { in: ["bad_claims", "bad_email"] } };
    expect(await world.db.auditEntry.count({ where: told })).toBe(9);
  });

  it.each([
    ["Ann \u202egnp.exe", "Ann gnp.exe"],
    [" Ann\n\tBerg\0 ", "Ann Berg"],
    [`Ann ${"x".repeat(400)}`, `Ann ${"x".repeat(116)}`],
    [`${"x".repeat(119)}💊`, "x".repeat(119)],
    ["حبوب", "حبوب"],
    ...[" ", "\u200b\u2066", "...", 7, null, undefined].map((name) => [name, "r@d.example"]),
  ])("reads the name %j as %j", async (name, expected) => {
    const claims = { iss: OIDC.issuer, sub: "3", email: "r@d.example", groups: ["rph"], name };
    await world.db.user.updateMany({ where: { oidcSubject: "3" }, data: { name: "r@d.example" } });
    expect((await signInWithOidc(nobody(), OIDC, { claims, userAgent: "" })).kind).toBe(
      "signed_in",
    );
    expect((await userOf("3")).name).toBe(expected);
  });

  it("leaves the stores as an administrator has just narrowed them", async () => {
    const claims = { iss: OIDC.issuer, sub: "2", email: "t@d.example", groups: ["rph"] };
    await signInWithOidc(nobody(), OIDC, { claims, userAgent: "" });
    const { id } = await userOf("2");
    const db = beforeTransaction(world.db, () =>
      world.db.user.update({ where: { id }, data: { siteIds: ["s1"] } }),
    );
    const renamed = { ...claims, name: "Tess" };
    const outcome = await signInWithOidc({ ...nobody(), db }, OIDC, {
      claims: renamed,
      userAgent: "",
    });
    expect(outcome.kind).toBe("signed_in");
    expect(await userOf("2")).toMatchObject({ name: "Tess", siteIds: ["s1"] });
    const [entry] = await world.db.auditEntry.findMany({
      where: { action: "user.update", subjectId: id },
      orderBy: { id: "desc" },
    });
    expect(entry?.before).toMatchObject({ site_ids: ["s1"] });
  });

  it("lets the groups demote even the last administrator, and says so", async () => {
    const claims = { iss: OIDC.issuer, sub: "1", email: "u@d.example", groups: ["admins"] };
    const come = (groups: string[]) =>
      signInWithOidc(nobody(), OIDC, { claims: { ...claims, groups }, userAgent: "" });
    await come(["admins"]);
    expect((await come(["rph"])).kind).toBe("signed_in");
    const { id, role } = await userOf("1");
    expect(role).toBe("pharmacist");
    const entry = await world.db.auditEntry.findFirst({
      where: { action: "user.update", subjectId: id },
    });
    expect(entry?.after).toMatchObject({ administrators_left: 0 });
    await come(["admins"]);
    expect((await userOf("1")).role).toBe("admin");
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
