import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeCheckpoints } from "@/lib/audit/checkpoints/write-checkpoints";
import { placeHold } from "@/lib/audit/retention/place-hold";
import { pruneAudit } from "@/lib/audit/retention/prune-audit";
import type { Database } from "@/lib/db/open-database";
import { availableDatabases } from "../support/test-database";
import { leaveEntries, sealAll, sealsOf } from "./support/audit-rows";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

const signal = new AbortController().signal;
const HOLD = { name: "All", reason: "The board has asked for it", covers: {} };
const ELEVEN_YEARS = 11 * 366 * 24 * 60;

describe.each(await availableDatabases())("retention on $provider", (available) => {
  let world: TestWorld;
  let elsewhere: Database;
  beforeAll(async () => {
    world = await openWorld(available);
    elsewhere = await openClient(world.database);
  });
  afterAll(async () => {
    await elsewhere.$disconnect();
    await world.close();
  });

  const leaveOld = async (count: number) => {
    const ctx = world.as("admin");
    await leaveEntries(ctx, count);
    await sealAll(ctx);
    await writeCheckpoints(ctx, { which: "all" });
    world.advanceMinutes(ELEVEN_YEARS);
    await leaveEntries(ctx, 1);
    await sealAll(ctx);
    await writeCheckpoints(ctx, { which: "all" });
  };

  it("removes what is old once, however many processes do it at a time", async () => {
    await leaveOld(12);
    const before = (await sealsOf(world)).length;
    const removed = await Promise.all(
      [world.db, elsewhere].map((db) => pruneAudit({ ...world.as("admin"), db }, signal)),
    );
    expect(removed.reduce((sum, count) => sum + count, 0)).toBe(12);
    const seals = await sealsOf(world);
    expect(seals.length).toBe(before - 12);
    expect(seals[0]?.split(":")[0]).toBe("13");
    const ids = seals.map((seal) => Number(seal.split(":")[1]));
    expect(await world.db.auditEntry.count({ where: { id: { in: ids } } })).toBe(ids.length);
  });

  it("keeps everything, or has removed it before the hold was placed, and never both", async () => {
    await leaveOld(6);
    const before = (await sealsOf(world)).length;
    const [removed, hold] = await Promise.all([
      pruneAudit(world.as("admin"), signal),
      placeHold({ ...world.as("admin"), db: elsewhere }, HOLD),
    ]);
    const placed = await world.db.auditEntry.findFirstOrThrow({
      where: { action: "hold.place", subjectId: hold.id },
    });
    const prune = await world.db.auditEntry.findFirst({
      where: { action: "audit.prune" },
      orderBy: { id: "desc" },
    });
    const after = (await sealsOf(world)).length;
    expect(before - after).toBe(removed);
    if (removed > 0) {
      expect(Number(prune?.id)).toBeLessThan(Number(placed.id));
    }
    expect(await pruneAudit(world.as("admin"), signal)).toBe(0);
    expect((await sealsOf(world)).length).toBe(after);
  });
});
