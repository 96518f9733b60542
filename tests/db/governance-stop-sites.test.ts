import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ACTION_TYPES } from "@/lib/automation/action-registry";
import type { StopScope } from "@/lib/contracts/kill-switch";
import { drillKillSwitch } from "@/lib/governance/kill-switch/drill-kill-switch";
import { engageSwitch } from "@/lib/governance/kill-switch/kill-switch-repository";
import { listKillSwitches } from "@/lib/governance/kill-switch/list-kill-switches";
import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { listSites } from "@/lib/workflows/list-sites";
import { availableDatabases } from "../support/test-database";
import { addCase, openAllGates, run } from "./support/acts";
import { forgetGovernance, stop } from "./support/governance";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const site = (key: string): StopScope => ({ kind: "site", key });

describe.each(await availableDatabases())("stopping a site on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    for (const store of ["south", "north", "north"]) {
      await addCase(admin, { site_id: store });
    }
    await addCase(world.as("admin", "other"), { site_id: "nosuchsite" });
  });
  beforeEach(() => forgetGovernance(world));
  afterAll(() => world.close());

  it("refuses to stop or drill one that the chain has not, naming those that it has", async () => {
    const drill = { scope: site("nosuchsite"), reason: "To try" };
    for (const order of [
      () => stop(admin, site("nosuchsite")),
      () => drillKillSwitch(admin, drill, ACTION_TYPES),
    ]) {
      await expect(order()).rejects.toMatchObject({
        code: "invalid",
        message: 'There is no site "nosuchsite" to stop; use one of north, south.',
      });
    }
    expect(await listKillSwitches(admin)).toEqual({ engaged: false, switches: [] });
    expect(await refusalOf(stop(admin, site("north")))).toBe("ok");
    expect(await refusalOf(drillKillSwitch(admin, { ...drill, scope: site("north") }, []))).toBe(
      "ok",
    );
  });

  it("releases what is stopped, whether or not the chain has it", async () => {
    const why = { reasonCode: "incident", reason: "Before sites were checked" };
    await keepBooks(admin, (tx) => engageSwitch(tx, { kind: "site", key: "gone" }, why));
    expect(await refusalOf(stop(admin, site("gone"), false))).toBe("ok");
  });

  it("stops a store without a case for whoever is limited to it", async () => {
    const local: Context = { ...admin, sites: ["new-store"] };
    expect(await refusalOf(stop(local, site("new-store")))).toBe("ok");
    expect(await refusalOf(stop(local, site("south")))).toBe("forbidden");
  });

  it("stops a store whose cases are gone while its automation is still trusted", async () => {
    await openAllGates(admin);
    await run(admin, await addCase(admin, { site_id: "closed" }));
    await world.db.workflow.deleteMany({ where: { siteId: "closed" } });
    expect(await refusalOf(stop(admin, site("closed")))).toBe("ok");
  });

  it("lists sites by name, each once, as many as asked for, and only those of the credentials", async () => {
    expect(await listSites(admin, 10)).toEqual(["north", "south"]);
    expect(await listSites(admin, 1)).toEqual(["north"]);
    expect(await listSites({ ...admin, sites: ["south", "new"] }, 10)).toEqual(["new", "south"]);
    const nobody = world.as("admin", "empty");
    await expect(stop(nobody, site("x"))).rejects.toThrow("no site has a case yet");
  });

  it("tells of twenty sites where there are more", async () => {
    const many = world.as("admin", "many");
    for (let i = 10; i < 31; i += 1) {
      await addCase(many, { site_id: `store-${i}` });
    }
    await expect(stop(many, site("x"))).rejects.toThrow(/among others, store-10, .*store-29\.$/);
  });
});
