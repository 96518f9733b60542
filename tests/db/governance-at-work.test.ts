import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isUnavailable } from "@/lib/db/database-error";
import type { Database } from "@/lib/db/open-database";
import { assertGateOpen } from "@/lib/governance/assert-gate-open";
import { beginChange } from "@/lib/governance/head-repository";
import { assertRunning } from "@/lib/governance/kill-switch/assert-running";
import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { availableDatabases } from "../support/test-database";
import { addCase, openAllGates } from "./support/acts";
import { FIRST_GATE, forgetGovernance, revoke, stop } from "./support/governance";
import { refusalOf } from "./support/outcomes";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

const PLACE = { siteId: "default", queue: "data_entry", actionType: "advance_queue" };

/** SQLite has one writer at a time: nothing can be changed while a transaction is at work. */
const databases = (await availableDatabases()).filter(({ provider }) => provider !== "sqlite");

describe.each(databases)("what is at work while something is stopped on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  let elsewhere: Context;
  let second: Database;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await addCase(admin, { site_id: "store-2" });
    second = await openClient(world.database);
    elsewhere = { ...admin, db: second };
  });
  beforeEach(async () => {
    await forgetGovernance(world);
    await openAllGates(admin);
  });
  afterAll(async () => {
    await second.$disconnect();
    await world.close();
  });

  /** Passes gate and switch, does `meanwhile` on another connection, and commits what it wrote. */
  function work(meanwhile: (count: number) => Promise<unknown>) {
    const tries: number[] = [];
    const done = keepBooks(admin, async (tx) => {
      tries.push(tries.length + 1);
      await assertRunning(tx, PLACE);
      await assertGateOpen(tx, FIRST_GATE);
      await meanwhile(tries.length);
    });
    return { tries, done };
  }

  it("a stop is answered before it ends; it begins anew and is refused", async () => {
    const { tries, done } = work(() => stop(elsewhere));
    expect(await refusalOf(done)).toBe("blocked");
    expect(tries).toEqual([1, 2]);
  });

  it("so is a revocation", async () => {
    const { tries, done } = work(() => revoke(elsewhere));
    expect(await refusalOf(done)).toBe("blocked");
    expect(tries).toEqual([1, 2]);
  });

  it("a change that leaves its way open costs it one more try", async () => {
    const store = { kind: "site", key: "store-2" } as const;
    const { tries, done } = work(async (count) => count === 1 && stop(elsewhere, store));
    expect(await refusalOf(done)).toBe("ok");
    expect(tries).toEqual([1, 2]);
  });

  it("nothing is begun anew where nothing has changed, nor for another tenant's change", async () => {
    const other = { ...world.as("admin", "other"), db: elsewhere.db };
    const { tries, done } = work(() => stop(other));
    expect(await refusalOf(done)).toBe("ok");
    expect(tries).toEqual([1]);
  });

  it("changes that never end make it give up, and stand all the same", async () => {
    const { tries, done } = work(() => stop(elsewhere, { kind: "site", key: "store-2" }));
    await expect(done).rejects.toSatisfy(isUnavailable);
    expect(tries).toHaveLength(12);
  });

  it("whoever has looked before changing something looks again", async () => {
    const tries: number[] = [];
    await keepBooks(admin, async (tx) => {
      tries.push(tries.length + 1);
      await assertRunning(tx, PLACE);
      if (tries.length === 1) {
        await stop(elsewhere, { kind: "site", key: "store-2" });
      }
      await beginChange(tx);
      await assertRunning(tx, PLACE);
    });
    expect(tries).toEqual([1, 2]);
  });
});
