import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createApiKey } from "@/lib/auth/keys/create-api-key";
import { createOwnApiKey } from "@/lib/auth/keys/create-own-api-key";
import { listOwnApiKeys } from "@/lib/auth/keys/list-api-keys";
import { revokeApiKey, revokeOwnApiKey } from "@/lib/auth/keys/revoke-api-key";
import { rotateApiKey } from "@/lib/auth/keys/rotate-api-key";
import { hashPassword } from "@/lib/auth/passwords/hash-password";
import { resetPassword } from "@/lib/auth/people/reset-password";
import { updateUser } from "@/lib/auth/people/update-user";
import { endOtherSessions, endUserSessions } from "@/lib/auth/sessions/end-sessions";
import type { CreateOwnApiKey } from "@/lib/contracts/api-keys";
import type { Role } from "@/lib/contracts/role";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { beforeTransaction } from "./support/before-transaction";
import { keyInput, useKeyWorld } from "./support/key-world";
import { refusalOf } from "./support/outcomes";

describe.each(await availableDatabases())("keys of a person on $provider", (available) => {
  const world = useKeyWorld(available);

  async function addPerson(role: Role, more: { siteIds?: string[]; tenantId?: string } = {}) {
    const id = `person-${role}-${world.turn}-${Object.keys(more).length}`;
    const now = world.clock.now;
    await world.db.user.create({
      data: {
        id,
        tenantId: "default",
        email: `${id}@example.com`,
        name: id,
        role,
        siteIds: ["*"],
        createdBy: "test",
        createdAt: now,
        updatedAt: now,
        ...more,
      },
    });
    return id;
  }
  const asPerson = (id: string, role: Role): Context => ({
    ...world.as(role),
    actor: { kind: "user", id: `user:${id}`, role },
  });
  /** the same person, signed in with a browser */
  async function signedIn(id: string, role: Role): Promise<Context> {
    const now = world.clock.now;
    const session = `session-${id}`;
    await world.db.userSession.create({
      data: {
        id: session,
        userId: id,
        createdAt: now,
        lastActiveAt: now,
        expiresAt: new Date(now.getTime() + 3_600_000),
        method: "password",
        userAgent: "test",
      },
    });
    return { ...asPerson(id, role), session: { id: session, mustChangePassword: false } };
  }
  /** as if none of what ended it had happened */
  async function comeBack(id: string): Promise<void> {
    await world.db.user.update({ where: { id }, data: { status: "active" } });
    await world.db.userSession.updateMany({ where: { userId: id }, data: { endedAt: null } });
  }
  const liveKeysOf = (userId: string) =>
    world.db.apiKey.count({ where: { userId, revokedAt: null } });
  const ownKey = (more: Partial<CreateOwnApiKey> = {}) => ({
    ...keyInput(),
    password: null,
    ...more,
  });

  it("act as the person, never with more than the person may now", async () => {
    const ann = await addPerson("pharmacist", { siteIds: ["s1", "s2"] });
    const asAnn = { ...(await signedIn(ann, "pharmacist")), sites: ["s1", "s2"] };
    const made = await createOwnApiKey(asAnn, ownKey({ role: "pharmacist", site_ids: ["s1"] }));
    expect(await world.holderOf(made.key)).toEqual({
      actor: { kind: "user", id: `user:${ann}`, role: "pharmacist" },
      tenantId: "default",
      sites: ["s1"],
      keyId: made.id,
    });
    await world.db.user.update({ where: { id: ann }, data: { role: "read_only", siteIds: [] } });
    expect(await world.holderOf(made.key)).toMatchObject({
      actor: { role: "read_only" },
      sites: [],
    });
    await world.db.user.update({ where: { id: ann }, data: { mustChangePassword: true } });
    expect(await world.holderOf(made.key)).toBeNull();
    const disabled = { status: "disabled", mustChangePassword: false };
    await world.db.user.update({ where: { id: ann }, data: disabled });
    expect(await world.holderOf(made.key)).toBeNull();
  });

  it("are never given more than the person has", async () => {
    const ann = await addPerson("technician", { siteIds: ["s1"] });
    const asAnn = { ...(await signedIn(ann, "technician")), sites: ["s1"] };
    const more = ownKey({ role: "pharmacist", site_ids: ["s1"] });
    expect(await refusalOf(createOwnApiKey(asAnn, more))).toBe("forbidden");
    expect(await refusalOf(createOwnApiKey(asAnn, ownKey()))).toBe("forbidden");
  });

  it("are added by the person alone, from a session, with the password asked anew", async () => {
    const ann = await addPerson("admin");
    const asAnn = await signedIn(ann, "admin");
    const passwordHash = await hashPassword("seven geese walk to market");
    await world.db.user.update({ where: { id: ann }, data: { passwordHash } });
    expect(await refusalOf(createOwnApiKey(asPerson(ann, "admin"), ownKey()))).toBe("conflict");
    expect(await refusalOf(createOwnApiKey(world.asMachine("admin"), ownKey()))).toBe("conflict");
    expect(await refusalOf(createOwnApiKey(asAnn, ownKey()))).toBe("invalid");
    const wrong = ownKey({ password: "eight geese walk to market" });
    expect(await refusalOf(createOwnApiKey(asAnn, wrong))).toBe("invalid");
    const right = ownKey({ password: "seven geese walk to market" });
    expect((await createOwnApiKey(asAnn, right)).user_id).toBe(ann);
  });

  it("are added without a password soon after a sign-in with a company account", async () => {
    const asAnn = await signedIn(await addPerson("technician"), "technician");
    expect((await createOwnApiKey(asAnn, ownKey())).user_id).not.toBeNull();
    world.advanceMinutes(16);
    expect(await refusalOf(createOwnApiKey(asAnn, ownKey()))).toBe("conflict");
  });

  it("of a company account rest once its person has not come for 30 days", async () => {
    const ann = await addPerson("pharmacist");
    const made = await createOwnApiKey(await signedIn(ann, "pharmacist"), ownKey());
    const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);
    for (const [lastSignInAt, oidcIssuer, works] of [
      [daysAgo(29), "https://id.example", true],
      [daysAgo(31), "https://id.example", false],
      [null, "https://id.example", false],
      [daysAgo(31), null, true],
      [daysAgo(0), "https://id.example", true],
    ] as const) {
      const data = { lastSignInAt, oidcIssuer, oidcSubject: oidcIssuer && ann };
      await world.db.user.update({ where: { id: ann }, data });
      expect((await world.holderOf(made.key)) !== null).toBe(works);
    }
  });

  it("are never exchanged by who manages keys, who may only revoke them", async () => {
    const asAnn = await signedIn(await addPerson("pharmacist"), "pharmacist");
    const made = await createOwnApiKey(asAnn, ownKey());
    expect(await refusalOf(rotateApiKey(world.admin, made.id, { overlapMinutes: 60 }))).toBe(
      "conflict",
    );
    await revokeApiKey(world.admin, made.id, "laptop lost");
    expect(await world.holderOf(made.key)).toBeNull();
  });

  it("can be ended by the person, but not by another", async () => {
    const [ann, bob] = [await addPerson("pharmacist"), await addPerson("technician")];
    const asAnn = await signedIn(ann, "pharmacist");
    const made = await createOwnApiKey(asAnn, ownKey());
    expect((await listOwnApiKeys(asAnn, { limit: 50 })).items).toHaveLength(1);
    const asBob = asPerson(bob, "technician");
    expect((await listOwnApiKeys(asBob, { limit: 50 })).items).toEqual([]);
    expect(await refusalOf(revokeOwnApiKey(asBob, made.id, "mine"))).toBe("not_found");
    await revokeOwnApiKey(asAnn, made.id, "done");
    expect(await world.holderOf(made.key)).toBeNull();
  });

  it("end with the sessions, a reset password and a disabled account", async () => {
    const ann = await addPerson("pharmacist");
    const asAnn = await signedIn(ann, "pharmacist");
    const ways = [
      () => endOtherSessions(asAnn),
      () => endUserSessions(world.admin, ann),
      () => updateUser(world.admin, ann, { status: "disabled" }),
      () => resetPassword(world.admin, ann, { remove_second_factor: false }),
    ];
    for (const end of ways) {
      await comeBack(ann);
      const made = await createOwnApiKey(asAnn, ownKey());
      await end();
      const row = await world.db.apiKey.findUniqueOrThrow({ where: { id: made.id } });
      expect(row.revokedAt).not.toBeNull();
    }
  });

  it("are not added by a password that has just been exchanged, nor once the person is put out", async () => {
    const ann = await addPerson("pharmacist");
    const asAnn = await signedIn(ann, "pharmacist");
    const password = "seven geese walk to market";
    const passwordHash = await hashPassword(password);
    const change = (data: object) => world.db.user.update({ where: { id: ann }, data });
    const ways = [
      () => change({ passwordHash: "another" }),
      () => change({ status: "disabled" }),
      () => world.db.userSession.updateMany({ data: { endedAt: world.clock.now } }),
    ];
    for (const end of ways) {
      await comeBack(ann);
      await change({ passwordHash });
      const late = { ...asAnn, db: beforeTransaction(world.db, end) };
      expect(await refusalOf(createOwnApiKey(late, ownKey({ password })))).toBe("conflict");
      expect(await liveKeysOf(ann)).toBe(0);
    }
  });

  it("end with the sessions even while one is being added", async () => {
    const ann = await addPerson("pharmacist");
    const asAnn = await signedIn(ann, "pharmacist");
    const fresh = { ...asAnn, session: { id: `other-${ann}`, mustChangePassword: false } };
    let ending: Promise<unknown> = Promise.resolve();
    const db = world.db.$extends({
      query: {
        apiKey: {
          async create({ args, query }) {
            ending = endOtherSessions(fresh);
            await wait(300);
            return query(args);
          },
        },
      },
    }) as unknown as Context["db"];
    await createOwnApiKey({ ...asAnn, db }, ownKey());
    await ending;
    expect(await liveKeysOf(ann)).toBe(0);
  });

  it("are named by what is done with them in the audit trail", async () => {
    const asAnn = await signedIn(await addPerson("admin"), "admin");
    const made = await createOwnApiKey(asAnn, ownKey({ role: "admin" }));
    const holder = await world.holderOf(made.key);
    const next = await createApiKey({ ...asPerson("nobody", "admin"), ...holder }, keyInput());
    const [entry] = await world.db.auditEntry.findMany({ where: { subjectId: next.id } });
    expect(entry?.after).toMatchObject({ by_key: made.id });
  });
});
