import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inviteUser } from "@/lib/auth/people/invite-user";
import { updateUser } from "@/lib/auth/people/update-user";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { comeAs, WITH_STORES } from "./support/company-account";
import { answer, FOUR_EYES, forgetGovernance, gateNow, requestGate } from "./support/governance";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("leaving a company on $provider", (available) => {
  let world: TestWorld;
  let sub = "";
  let turn = 0;
  beforeAll(async () => {
    world = await openWorld(available, FOUR_EYES);
  });
  beforeEach(async () => {
    await forgetGovernance(world);
    await world.db.userSession.deleteMany();
    await world.db.user.deleteMany();
    turn += 1;
    sub = `ann-${turn}`;
  });
  afterAll(() => world.close());

  const come = (claims: object) => comeAs(world, sub, claims);
  const comeToStores = (stores: string[], more: object = {}) =>
    comeAs(world, sub, { stores, ...more }, { provider: WITH_STORES });
  const row = () => world.db.user.findFirstOrThrow({ where: { oidcSubject: sub } });
  const person = async (): Promise<Context> => {
    const admin = world.as("admin");
    return { ...admin, actor: { ...admin.actor, id: `user:${(await row()).id}` } };
  };
  const updatesOf = (subjectId: string) =>
    world.db.auditEntry.findMany({
      where: { action: "user.update", subjectId },
      orderBy: { id: "asc" },
    });

  it("takes the role from the account, not the stores that an administrator gave", async () => {
    await come({ groups: ["admins"] });
    const { id } = await row();
    await world.db.user.update({ where: { id }, data: { siteIds: ["s1"] } });
    for (let i = 0; i < 2; i += 1) {
      expect(await come({ groups: ["gardeners"] })).toMatchObject({ reason: "no_role" });
    }
    expect(await row()).toMatchObject({ role: "read_only", siteIds: ["s1"], status: "active" });
    const [entry, ...others] = await updatesOf(id);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      before: { role: "admin" },
      after: { role: "read_only", administrators_left: 0 },
    });
    expect((await come({ groups: ["admins"] })).kind).toBe("signed_in");
    expect(await row()).toMatchObject({ role: "admin", siteIds: ["s1"] });
  });

  it("takes the role and the stores for want of a store, and gives both back", async () => {
    await comeToStores(["s1", "s2"]);
    expect(await comeToStores([])).toMatchObject({ reason: "no_site" });
    expect(await row()).toMatchObject({ role: "read_only", siteIds: [] });
    expect((await comeToStores(["s2"])).kind).toBe("signed_in");
    expect(await row()).toMatchObject({ role: "pharmacist", siteIds: ["s2"] });
  });

  it.each([
    ["a verified address", { email_verified: false }],
    ["an address that is one", { email: "none" }],
  ])("puts out whoever has no store any more, and not %s either", async (_, claims) => {
    await comeToStores(["s1"]);
    expect(await comeToStores([], claims)).toMatchObject({ reason: "no_site" });
    expect(await world.db.userSession.count({ where: { endedAt: null } })).toBe(0);
    expect(await row()).toMatchObject({ role: "read_only", siteIds: [] });
  });

  it("tells a store with a comma in its name from two", async () => {
    await comeToStores(["a", "b"]);
    await comeToStores(["a,b"]);
    expect((await row()).siteIds).toEqual(["a,b"]);
    await comeToStores(["a", "b"]);
    expect((await row()).siteIds).toEqual(["a", "b"]);
    await comeToStores(["b", "a"]);
    expect(await updatesOf((await row()).id)).toHaveLength(2);
  });

  it("leaves nobody an administrator by whom the last real one could be demoted", async () => {
    await come({ groups: ["admins"] });
    const admin = world.as("admin");
    const invited = { email: `last-${turn}@d.example`, name: "Last", site_ids: ["*"] };
    const { id } = await inviteUser(admin, { ...invited, role: "admin" });
    await come({ groups: ["gardeners"] });
    expect(await refusalOf(updateUser(admin, id, { role: "technician" }))).toBe("conflict");
    await come({ groups: ["admins"] });
    expect(await refusalOf(updateUser(admin, id, { role: "technician" }))).toBe("ok");
  });

  it.each([
    ["comes back without a group", () => come({ groups: ["gardeners"] })],
    ["comes back without a store", () => comeToStores([], { groups: ["admins"] })],
    [
      "has not come for 30 days",
      () =>
        world.db.user.updateMany({
          where: { oidcSubject: sub },
          data: { lastSignInAt: new Date(world.clock.now.getTime() - 31 * 86_400_000) },
        }),
    ],
  ])("lets nobody approve alone what was asked for by whoever %s", async (_, leave) => {
    await come({ groups: ["admins"] });
    const id = await requestGate(await person());
    await leave();
    expect(await refusalOf(answer(world.as("admin"), id))).toBe("conflict");
    expect((await gateNow(world.as("admin"))).state).toBe("unset");
  });
});
