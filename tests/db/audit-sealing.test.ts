import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findCheckpoints } from "@/lib/audit/checkpoints/checkpoint-repository";
import { auditPublicKey } from "@/lib/audit/checkpoints/signing-key";
import { writeCheckpoints } from "@/lib/audit/checkpoints/write-checkpoints";
import { sealMissed, sealOnce } from "@/lib/audit/sealing/seal-once";
import { degradedParts } from "@/lib/platform/degraded";
import { availableDatabases } from "../support/test-database";
import {
  dropTriggers,
  insertRow,
  leaveEntries,
  runSql,
  sealAll,
  sealsOf,
} from "./support/audit-rows";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

const databases = await availableDatabases();

describe.each(databases)("sealing on $provider", (available) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(available);
  });
  afterAll(() => world.close());

  it("gives entries from before there were hashes their place, and each tenant its own chain", async () => {
    await insertRow(world, 1);
    await insertRow(world, 2);
    await leaveEntries(world.as("admin"), 1);
    await leaveEntries(world.as("admin", "other"), 2);
    await sealAll(world.as("admin"));
    expect(await sealsOf(world)).toEqual(["1:1", "2:2", "3:3"]);
    expect(await sealsOf(world, "other")).toEqual(["1:4", "2:5"]);
  });

  it("seals what commits late behind what came before it, and once", async () => {
    const ctx = world.as("admin");
    await insertRow(world, 12);
    await sealAll(ctx);
    await insertRow(world, 9);
    await sealAll(ctx);
    await sealAll(ctx);
    expect((await sealsOf(world)).slice(-2)).toEqual(["4:12", "5:9"]);
  });

  it("seals even what appears after its id was given up, but leaves what is expected to the reader", async () => {
    const ctx = world.as("admin");
    await insertRow(world, 8);
    expect(await sealMissed(ctx, { after: 0, ids: 1000 })).toEqual({ sealed: 0, upTo: 12 });
    await sealAll(ctx);
    world.advanceMinutes(3);
    await insertRow(world, 30);
    await sealAll(ctx);
    await insertRow(world, 7);
    await sealAll(ctx);
    expect((await sealsOf(world)).slice(-2)).toEqual(["6:8", "7:30"]);
    expect(await sealMissed(ctx, { after: 0, ids: 1000 })).toEqual({ sealed: 1, upTo: 30 });
    expect((await sealsOf(world)).at(-1)).toBe("8:7");
    const told = await world.db.auditEntry.findFirst({ where: { action: "audit.seal_missed" } });
    expect(told?.after).toEqual({ entries: 1, ids: [7] });
  });
});

describe.each(databases)("what is sealed on $provider", (available) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(available);
  });
  afterAll(() => world.close());

  it("signs where a chain stands at once, then after a minute or 1000 seals, and at the end", async () => {
    const ctx = world.as("admin", "signed");
    const positions = async () =>
      (await findCheckpoints(ctx, { tenantId: "signed", limit: 10 })).map(
        ({ position, previous_position }) => [position, previous_position],
      );
    await leaveEntries(ctx, 2);
    await sealAll(ctx);
    await writeCheckpoints(ctx);
    await leaveEntries(ctx, 1);
    await sealAll(ctx);
    await writeCheckpoints(ctx);
    expect(await positions()).toEqual([[2, 0]]);
    world.advanceMinutes(1);
    await writeCheckpoints(ctx);
    await writeCheckpoints(ctx, { which: "all" });
    expect(await positions()).toEqual([
      [3, 2],
      [2, 0],
    ]);
    await leaveEntries(ctx, 1);
    await sealAll(ctx);
    await writeCheckpoints(ctx, { which: "all" });
    const [newest] = await findCheckpoints(ctx, { tenantId: "signed", limit: 1 });
    expect(newest).toMatchObject({ position: 4, key_id: auditPublicKey().keyId });
  });

  it("is never changed or removed: the database refuses whoever tries", async () => {
    for (const table of ["audit_entries", "audit_seals", "audit_checkpoints"]) {
      await expect(
        runSql(
          world.database,
          `UPDATE ${table} SET "tenant_id" = 'x' WHERE "tenant_id" = 'signed'`,
        ),
      ).rejects.toThrow(/never changed/);
      await expect(
        runSql(world.database, `DELETE FROM ${table} WHERE "tenant_id" = 'signed'`),
      ).rejects.toThrow(/never (changed|deleted)/);
      if (available.provider === "postgresql") {
        await expect(runSql(world.database, `TRUNCATE ${table}`)).rejects.toThrow(/never changed/);
      }
    }
  });

  it("nor is it replaced", async () => {
    const ofSigned = (copy: string) =>
      `INTO ${copy} FROM ${copy.split(" ")[0]} WHERE "tenant_id" = 'signed'`;
    const statements =
      available.provider === "postgresql"
        ? [
            `INSERT ${ofSigned("audit_entries SELECT *")} ON CONFLICT ("id") DO UPDATE SET "reason" = 'x'`,
          ]
        : [
            "audit_entries SELECT *",
            "audit_seals SELECT *",
            `audit_seals SELECT "tenant_id", "position" + 900, "audit_entry_id", 'x', 'x'`,
            "audit_checkpoints SELECT *",
          ].map((copy) => `REPLACE ${ofSigned(copy)}`);
    for (const statement of statements) {
      await expect(runSql(world.database, statement), statement).rejects.toThrow(
        /never (changed|deleted)/,
      );
    }
  });

  it("lets go of entries and seals up to the position of a prune record, and of no more", async () => {
    await runSql(
      world.database,
      `INSERT INTO "audit_prunes" ("tenant_id", "through_position", "through_entry_id", "chain_hash", "at", "actor_id", "key_id", "signature")
       VALUES ('signed', 2, 0, 'x', '2026-01-01 00:00:00', 'x', 'x', 'x')`,
    );
    const remove = (positions: string) => [
      `DELETE FROM "audit_entries" WHERE "id" IN (SELECT "audit_entry_id" FROM "audit_seals" WHERE "tenant_id" = 'signed' AND "position" ${positions})`,
      `DELETE FROM "audit_seals" WHERE "tenant_id" = 'signed' AND "position" ${positions}`,
    ];
    for (const statement of remove("= 3")) {
      await expect(runSql(world.database, statement)).rejects.toThrow(/before their time/);
    }
    await runSql(world.database, ...remove("<= 2"));
    expect((await sealsOf(world, "signed")).map((seal) => seal.split(":")[0])).toEqual(["3", "4"]);
    for (const statement of [
      `UPDATE "audit_prunes" SET "through_position" = 9`,
      `DELETE FROM "audit_prunes"`,
      ...(available.provider === "postgresql"
        ? []
        : [`REPLACE INTO "audit_prunes" SELECT * FROM "audit_prunes"`]),
    ]) {
      await expect(runSql(world.database, statement)).rejects.toThrow(/never (changed|deleted)/);
    }
  });
});

describe.each(databases)("several nodes on $provider", (available) => {
  let busy: TestWorld;
  beforeAll(async () => {
    busy = await openWorld(available);
  });
  afterAll(() => busy.close());

  it("keeps one gap-free chain while all of them write and seal", async () => {
    const clients = await Promise.all([1, 2, 3].map(() => openClient(busy.database)));
    const nodes = clients.map((db) => ({ ...busy.as("admin"), db }));
    await Promise.all(
      nodes.flatMap((ctx) => [
        leaveEntries(ctx, 12),
        (async () => {
          for (let i = 0; i < 15; i += 1) {
            await sealOnce(ctx);
          }
        })(),
      ]),
    );
    await sealAll(busy.as("admin"));
    const seals = await sealsOf(busy);
    expect(seals.map((seal) => Number(seal.split(":")[0]))).toEqual(seals.map((_, i) => i + 1));
    expect(new Set(seals.map((seal) => seal.split(":")[1])).size).toBe(36);
    await Promise.all(clients.map((db) => db.$disconnect()));
  });
});

describe.each(databases)("a chain that was set back on $provider", (available) => {
  it("is not signed any further where the last checkpoint is gone or its link is another", async () => {
    const own = await openWorld(available);
    const ctx = own.as("admin");
    const signMore = async () => {
      await leaveEntries(ctx, 1);
      await sealAll(ctx);
      return writeCheckpoints(ctx, { which: "all" });
    };
    expect([await signMore(), await signMore()]).toEqual([1, 1]);
    await dropTriggers(own.database);
    await runSql(own.database, `DELETE FROM "audit_checkpoints" WHERE "position" = 2`);
    expect(await signMore()).toBe(0);
    expect(degradedParts()).toContain("audit_checkpoints");
    await own.close();

    const other = await openWorld(available);
    await leaveEntries(other.as("admin"), 2);
    await sealAll(other.as("admin"));
    await writeCheckpoints(other.as("admin"), { which: "all" });
    await dropTriggers(other.database);
    await runSql(
      other.database,
      `UPDATE "audit_seals" SET "chain_hash" = 'x' WHERE "position" = 2`,
    );
    await leaveEntries(other.as("admin"), 1);
    await sealAll(other.as("admin"));
    expect(await writeCheckpoints(other.as("admin"), { which: "all" })).toBe(0);
    await other.close();
  });
});
