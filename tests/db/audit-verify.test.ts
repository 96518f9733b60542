import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findCheckpoints } from "@/lib/audit/checkpoints/checkpoint-repository";
import { auditPublicKey } from "@/lib/audit/checkpoints/signing-key";
import type { Checkpoint } from "@/lib/audit/checkpoints/statement";
import { writeCheckpoints } from "@/lib/audit/checkpoints/write-checkpoints";
import { trustKeys } from "@/lib/audit/verify/check-signature";
import type { Fault } from "@/lib/audit/verify/fault";
import { verifyDatabase } from "@/lib/audit/verify/verify-database";
import { openRawReader } from "@/lib/db/raw-reader";
import { availableDatabases } from "../support/test-database";
import { dropTriggers, insertRow, leaveEntries, runSql, sealAll } from "./support/audit-rows";
import { readTable, type StoredRow, updateCell } from "./support/audit-tamper";
import { openWorld, type TestWorld } from "./support/test-world";

const ROWS = 50;

describe.each(await availableDatabases())("verifying $provider", (available) => {
  let world: TestWorld;
  let held: Checkpoint[];
  beforeAll(async () => {
    world = await openWorld(available);
    const ctx = { ...world.as("admin"), ip: "192.0.2.1", workstation: "RX-1", onBehalfOf: "kim" };
    await insertRow(world, 1);
    await insertRow(world, 2);
    await leaveEntries(ctx, 20);
    await sealAll(ctx);
    await writeCheckpoints(ctx, { which: "all" });
    await leaveEntries(ctx, ROWS - 22);
    await sealAll(ctx);
    await writeCheckpoints(ctx, { which: "all" });
    await dropTriggers(world.database);
    held = await findCheckpoints(ctx, { tenantId: "default", limit: 1 });
  });
  afterAll(() => world.close());

  const verify = async (options: { held?: Checkpoint[]; pem?: string } = {}): Promise<Fault[]> => {
    const reader = await openRawReader(world.database.url);
    const faults: Fault[] = [];
    await verifyDatabase(reader, {
      keys: trustKeys([options.pem ?? auditPublicKey().pem]),
      held: options.held ?? [],
      report: (fault) => faults.push(fault),
      now: () => world.clock.now,
    });
    await reader.close();
    return faults;
  };

  it("finds nothing in what nobody has touched", async () => {
    expect(await verify()).toEqual([]);
    expect(await verify({ held })).toEqual([]);
  });

  it("finds an edit of every column of entries, seals, heads and checkpoints, in its place", async () => {
    for (const table of ["audit_entries", "audit_seals", "audit_checkpoints"]) {
      const rows = await readTable(world.database, table);
      const row = rows[Math.floor(rows.length / 2)] as StoredRow;
      for (const column of Object.keys(row)) {
        const undo = await updateCell(world.database, { table, row, column }, { how: "edit" });
        const faults = await verify({ held });
        await undo?.();
        expect(faults.length, `${table}.${column}`).toBeGreaterThan(0);
        if (table === "audit_entries" && column !== "id") {
          expect(faults[0]).toMatchObject({ entryId: Number(row["id"]), tenant: "default" });
        }
      }
    }
    expect(await verify({ held })).toEqual([]);
  });

  it("finds 100 random edits anywhere", async () => {
    const tables = await Promise.all(
      ["audit_entries", "audit_seals", "audit_checkpoints"].map(async (table) => ({
        table,
        rows: await readTable(world.database, table),
      })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.constantFrom("edit" as const, "flip" as const),
        fc.nat(),
        async (tableAt, rowAt, columnAt, how, bit) => {
          const { table, rows } = tables[tableAt % tables.length] ?? { table: "", rows: [] };
          const row = rows[rowAt % rows.length] as StoredRow;
          const columns = Object.keys(row);
          const column = columns[columnAt % columns.length] as string;
          const undo = await updateCell(world.database, { table, row, column }, { how, bit });
          if (undo) {
            const faults = await verify({ held });
            await undo();
            expect(faults.length, `${table}.${column}`).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it("tells what is not sealed yet from what was slipped in", async () => {
    await leaveEntries(world.as("admin"), 1);
    expect(await verify()).toEqual([]);
    world.advanceMinutes(1);
    expect(await verify()).toMatchObject([
      { part: "seal", what: expect.stringContaining("no chain") },
    ]);
    await sealAll(world.as("admin"));
    expect(await verify()).toEqual([]);
  });

  it("finds nothing while the trail grows", async () => {
    const ctx = world.as("admin");
    let isGrowing = true;
    const grow = async () => {
      for (let i = 0; i < 5; i += 1) {
        await leaveEntries(ctx, 2);
        await sealAll(ctx);
        await writeCheckpoints(ctx, { which: "all" });
      }
    };
    const growing = grow().finally(() => {
      isGrowing = false;
    });
    const faults: Fault[] = [];
    while (isGrowing) {
      faults.push(...(await verify({ held })));
      // A driver that reads at once would let nobody else have a turn.
      await new Promise(setImmediate);
    }
    await growing;
    expect(faults).toEqual([]);
  });

  it("finds nothing signed when another key is given", async () => {
    const { pem } = otherKey();
    const faults = await verify({ pem });
    expect(faults.filter(({ part }) => part === "checkpoint").length).toBeGreaterThan(2);
  });

  it("finds a missing entry, link, middle checkpoint and end", async () => {
    const at = `"tenant_id" = 'default' AND "position" = 7`;
    await runSql(
      world.database,
      `DELETE FROM "audit_entries" WHERE "id" = (SELECT "audit_entry_id" FROM "audit_seals" WHERE ${at})`,
    );
    expect(await verify()).toMatchObject([
      { position: 7, part: "content", what: "the entry is gone" },
    ]);
    await runSql(world.database, `DELETE FROM "audit_seals" WHERE ${at}`);
    expect(await verify()).toMatchObject([
      { position: 8, what: "position 7 is missing before this one" },
    ]);
    await runSql(world.database, `DELETE FROM "audit_checkpoints" WHERE "position" = 22`);
    expect(await verify()).toContainEqual(
      expect.objectContaining({ part: "checkpoint", position: 50 }),
    );
    await runSql(
      world.database,
      `DELETE FROM "audit_entries" WHERE "id" IN (SELECT "audit_entry_id" FROM "audit_seals" WHERE "position" > 40)`,
      `DELETE FROM "audit_seals" WHERE "position" > 40`,
      `DELETE FROM "audit_checkpoints"`,
    );
    expect((await verify({ held })).filter(({ what }) => what.includes("missing"))).toHaveLength(3);
  });
});

function otherKey() {
  return {
    pem: `-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n`,
  };
}
