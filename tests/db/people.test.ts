import { randomBytes, scryptSync } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFirstAdmin } from "@/lib/auth/people/create-first-admin";
import { inviteUser } from "@/lib/auth/people/invite-user";
import { getUser, listUsers } from "@/lib/auth/people/list-users";
import { resetPassword } from "@/lib/auth/people/reset-password";
import { newTimeCodeSecret } from "@/lib/auth/people/time-code";
import { updateUser } from "@/lib/auth/people/update-user";
import { endUserSessions } from "@/lib/auth/sessions/end-sessions";
import { runningAt } from "@/lib/auth/sessions/running-at";
import { findSignedIn } from "@/lib/auth/sessions/session-repository";
import { signInWithOidc } from "@/lib/auth/sessions/sign-in-with-oidc";
import { signInWithPassword } from "@/lib/auth/sessions/sign-in-with-password";
import type { Role } from "@/lib/contracts/role";
import type { Database } from "@/lib/db/open-database";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS } from "@/lib/kernel/create-context";
import { availableDatabases } from "../support/test-database";
import { countQueries } from "./support/count-queries";
import { tally } from "./support/outcomes";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

const FIRST = { email: "ada@pharmacy.example", password: "the first one of them all" };
const OIDC = {
  issuer: "https://id.example",
  clientId: "ct",
  clientSecret: "secret",
  label: "company account",
  ...{ roleClaim: "groups", sitesClaim: null },
  roles: [
    { group: "rph", role: "pharmacist" },
    { group: "tech", role: "technician" },
  ],
} as const;

describe.each(await availableDatabases())("people on $provider", (available) => {
  let world: TestWorld;
  let second: Database;
  let admin: Context;
  beforeEach(async () => {
    world = await openWorld(available, {
      ENVIRONMENT: "development",
      BLADNIR_ADMIN_KEY: "abcdefghijklmnopqrstuvwxyz012345",
      BLADNIR_ADMIN_EMAIL: FIRST.email,
      BLADNIR_ADMIN_PASSWORD: FIRST.password,
    });
    second = await openClient(world.database);
    admin = world.as("admin");
  });
  afterEach(async () => {
    await second.$disconnect();
    await world.close();
  });

  const nobody = (db: Database = world.db): Context => ({ ...admin, ...ANONYMOUS, db });
  let count = 0;
  const invite = (role: Role, ctx = admin) => {
    count += 1;
    const email = `p${count}@pharmacy.example`;
    return inviteUser(ctx, { email, name: `P ${count}`, role, site_ids: ["*"] });
  };
  const signIn = (given: { email: string; password: string; code?: string }, db = world.db) =>
    signInWithPassword(nobody(db), { code: "", userAgent: "test", ...given });
  const useDatabase = (db: Database) => {
    const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
    registry.__controlTower?.set("database", Promise.resolve(db));
  };

  it("makes the first administrator once, however many processes start", async () => {
    const starts = [world.db, second, world.db, second].map((db) => {
      useDatabase(db);
      return createFirstAdmin();
    });
    await Promise.all(starts);
    await createFirstAdmin();
    const users = await world.db.user.findMany();
    expect(
      users.map(({ email, role, mustChangePassword }) => [email, role, mustChangePassword]),
    ).toEqual([[FIRST.email, "admin", true]]);
    const entries = await world.db.auditEntry.findMany({ where: { action: "user.create" } });
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries.map(({ after }) => after))).not.toContain(FIRST.password);
    expect((await signIn(FIRST)).kind).toBe("signed_in");
  });

  it("makes no administrator where there are people", async () => {
    useDatabase(world.db);
    await invite("technician");
    await createFirstAdmin();
    expect(await world.db.user.count()).toBe(1);
  });

  it("keeps one of two last administrators who are demoted at once by two processes", async () => {
    const [one, two] = [await invite("admin"), await invite("admin")];
    const demote = (db: Database, id: string) =>
      updateUser({ ...admin, db }, id, { role: "technician" });
    const results = await tally([
      demote(world.db, one.id),
      demote(second, two.id),
      demote(second, one.id),
      demote(world.db, two.id),
    ]);
    expect((results["ok"] ?? 0) + (results["conflict"] ?? 0)).toBe(4);
    expect(results["conflict"]).toBeGreaterThan(0);
    const left = await world.db.user.count({ where: { role: "admin", status: "active" } });
    expect(left).toBe(1);
  });

  it("finds the person behind a session in one query", async () => {
    const { email, initial_password: password, id } = await invite("pharmacist");
    const outcome = await signIn({ email, password });
    const sessionId = outcome.kind === "signed_in" ? outcome.sessionId : "";
    const { ctx, counts } = countQueries(admin);
    const user = await findSignedIn(ctx, sessionId, runningAt(ctx));
    expect(user).toMatchObject({ id, role: "pharmacist", mustChangePassword: true });
    expect(counts).toEqual({ "User.findFirst": 1 });
  });

  it("tells another client at once that a session is over, whatever ended it", async () => {
    const { email, initial_password: password, id } = await invite("pharmacist");
    const open = async () => {
      const outcome = await signIn({ email, password }, second);
      return outcome.kind === "signed_in" ? outcome.sessionId : "";
    };
    const isSeen = async (sessionId: string) =>
      (await findSignedIn({ ...admin, db: second }, sessionId, runningAt(admin))) !== null;
    const sessionId = await open();
    expect(await isSeen(sessionId)).toBe(true);
    await endUserSessions(admin, id);
    expect(await isSeen(sessionId)).toBe(false);
    const again = await open();
    await updateUser(admin, id, { status: "disabled" });
    expect(await isSeen(again)).toBe(false);
    await updateUser(admin, id, { status: "active" });
    expect(await isSeen(again)).toBe(false);
    const idle = await open();
    world.advanceMinutes(14);
    expect(await isSeen(idle)).toBe(true);
    world.advanceMinutes(2);
    expect(await isSeen(idle)).toBe(false);
  });

  it("takes a code once, of two processes that are given it at the same time", async () => {
    const { email, initial_password: password, id } = await invite("pharmacist");
    const { secret, sealed } = newTimeCodeSecret(email);
    await world.db.user.update({
      where: { id },
      data: { totpSecret: sealed, totpEnabledAt: world.clock.now },
    });
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: world.clock.now.getTime(),
    });
    const attempts = [world.db, second, world.db, second];
    const outcomes = await Promise.all(attempts.map((db) => signIn({ email, password, code }, db)));
    expect(outcomes.filter(({ kind }) => kind === "signed_in")).toHaveLength(1);
    expect(await world.db.userSession.count()).toBe(1);
    const refusals = await world.db.auditEntry.findMany({ where: { action: "session.refuse" } });
    expect(refusals.map(({ outcome, reasonCode }) => [outcome, reasonCode])).toEqual(
      Array.from({ length: 3 }, () => ["denied", "wrong_code"]),
    );
  });

  it("stores an older hash anew with the next sign-in", async () => {
    const { email, id } = await invite("technician");
    const password = "seven geese walk to market";
    const cheap = cheapHash(password);
    await world.db.user.update({ where: { id }, data: { passwordHash: cheap } });
    expect((await signIn({ email, password })).kind).toBe("signed_in");
    const stored = await world.db.user.findUniqueOrThrow({ where: { id } });
    expect(stored.passwordHash).toMatch(/^scrypt\$15\$8\$3\$/);
    expect((await signIn({ email, password })).kind).toBe("signed_in");
  });

  it("keeps the people of another tenant out of sight", async () => {
    const { id, email } = await invite("technician");
    const foreign = world.as("admin", "other");
    expect((await listUsers(foreign, { limit: 10 })).items).toEqual([]);
    for (const act of [
      () => getUser(foreign, id),
      () => updateUser(foreign, id, { name: "Mine" }),
      () => resetPassword(foreign, id, { remove_second_factor: true }),
      () => endUserSessions(foreign, id),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await getUser(admin, id)).name).not.toBe("Mine");
    count -= 1;
    const taken = { code: "conflict", message: expect.stringContaining("outside of this chain") };
    await expect(invite("technician", foreign), email).rejects.toMatchObject(taken);
  });

  it("lets nobody give, reset or change what they do not have themselves", async () => {
    const boss = await invite("admin");
    const narrow: Context["actor"] = { ...admin.actor, permissions: new Set(["users:manage"]) };
    for (const weak of [
      { ...admin, sites: ["s1"] },
      { ...admin, actor: narrow },
    ]) {
      for (const act of [
        () => invite("technician", weak),
        () => updateUser(weak, boss.id, { name: "Mine" }),
        () => resetPassword(weak, boss.id, { remove_second_factor: true }),
        () => endUserSessions(weak, boss.id),
      ]) {
        await expect(act()).rejects.toMatchObject({ code: "forbidden" });
      }
    }
    const self = { ...admin, actor: { ...admin.actor, id: `user:${boss.id}` } };
    const reset = resetPassword(self, boss.id, { remove_second_factor: true });
    await expect(reset).rejects.toMatchObject({ code: "conflict" });
  });

  it("matches a company account by issuer and subject, never by its address", async () => {
    const { email, id } = await invite("technician");
    const come = (claims: object) =>
      signInWithOidc(nobody(), OIDC, {
        claims: { iss: OIDC.issuer, groups: ["rph"], ...claims },
        userAgent: "test",
      });
    expect(await come({ sub: "1", email })).toEqual({ kind: "refused", reason: "email_taken" });
    expect((await getUser(admin, id)).role).toBe("technician");
    expect((await come({ sub: "1", email: "new@pharmacy.example" })).kind).toBe("signed_in");
    const changed = await come({ sub: "1", email: "renamed@pharmacy.example", groups: ["tech"] });
    expect(changed.kind).toBe("signed_in");
    expect((await come({ sub: "1", email })).kind).toBe("signed_in");
    const users = await world.db.user.findMany({ where: { oidcSubject: "1" } });
    expect(users.map(({ email: one, role }) => [one, role])).toEqual([
      ["renamed@pharmacy.example", "pharmacist"],
    ]);
    expect(await come({ sub: "2", email: "b@c.example", groups: ["x"] })).toMatchObject({
      reason: "no_role",
    });
    expect(await come({ sub: "2" })).toMatchObject({ reason: "no_email" });
    expect(await come({ sub: "1", iss: "https://evil.example" })).toMatchObject({
      reason: "wrong_issuer",
    });
    await updateUser(admin, users[0]?.id ?? "", { status: "disabled" });
    expect(await come({ sub: "1" })).toMatchObject({ reason: "disabled" });
  });
});

/** As it was made when hashing cost less than today. */
function cheapHash(password: string): string {
  const salt = randomBytes(16);
  const key = scryptSync(password, salt, 32, { N: 2 ** 14, r: 8, p: 1 });
  return `scrypt$14$8$1$${salt.toString("base64url")}$${key.toString("base64url")}`;
}
