import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rememberSigned } from "@/lib/audit/checkpoints/remembered-checkpoints";
import { auditPublicKey } from "@/lib/audit/checkpoints/signing-key";
import { writeCheckpoints } from "@/lib/audit/checkpoints/write-checkpoints";
import { Mirror } from "@/lib/audit/mirror/mirror";
import { readMirroredCheckpoints } from "@/lib/audit/mirror/mirrored-checkpoints";
import { pruneAudit } from "@/lib/audit/retention/prune-audit";
import { trustKeys } from "@/lib/audit/verify/check-signature";
import type { Fault } from "@/lib/audit/verify/fault";
import { verifyFiles } from "@/lib/audit/verify/verify-files";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { dropTriggers, leaveEntries, runSql, sealAll } from "./support/audit-rows";
import { openWorld, type TestWorld } from "./support/test-world";

const CURRENT = "audit_log.jsonl";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "control-tower-mirror-"));
  return () => rm(folder, { recursive: true, force: true });
});

describe.each(await availableDatabases())("the mirror of $provider", (available) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(available);
    await dropTriggers(world.database);
  });
  afterAll(() => world.close());

  const signed = async (ctx: Context, count: number) => {
    await leaveEntries(ctx, count);
    await sealAll(ctx);
    await writeCheckpoints(ctx, { which: "all" });
  };
  const passOnce = async (maxSizeMb = 1) => {
    const mirror = new Mirror({ folder, maxSizeMb }, crypto.randomUUID());
    try {
      return await mirror.pass(world.as("admin"));
    } finally {
      await mirror.close();
    }
  };
  /** Whatever other tests have done to their tenants. */
  const brokenOf = async (tenant: string) => {
    const passed = await passOnce();
    return passed.kind === "written" && passed.broken.filter((one) => one.tenant === tenant);
  };
  const verify = async (tenant: string): Promise<Fault[]> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".jsonl")).sort();
    const files = [...names.filter((name) => name !== CURRENT), CURRENT];
    const faults: Fault[] = [];
    const keys = trustKeys([auditPublicKey().pem]);
    const paths = files.map((name) => path.join(folder, name));
    await verifyFiles(paths, { keys, held: [], report: (fault) => faults.push(fault) });
    return faults.filter((fault) => [tenant, "?"].includes(fault.tenant));
  };
  /** As an older copy of the database has it. */
  const setBack = (tenant: string, to: number) =>
    runSql(
      world.database,
      `DELETE FROM "audit_entries" WHERE "id" IN (SELECT "audit_entry_id" FROM "audit_seals" WHERE "tenant_id" = '${tenant}' AND "position" > ${to})`,
      `DELETE FROM "audit_seals" WHERE "tenant_id" = '${tenant}' AND "position" > ${to}`,
      `DELETE FROM "audit_checkpoints" WHERE "tenant_id" = '${tenant}' AND "position" > ${to}`,
      `DELETE FROM "audit_chain_heads" WHERE "tenant_id" = '${tenant}'`,
      `INSERT INTO "audit_chain_heads" ("tenant_id", "position", "chain_hash", "updated_at")
       SELECT "tenant_id", "position", "chain_hash", '2026-01-01 00:00:00' FROM "audit_seals" WHERE "tenant_id" = '${tenant}' AND "position" = ${to}`,
    );

  it("says in the file, and to its caller, that the database was set back, and goes on", async () => {
    const ctx = world.as("admin", "restored");
    await signed(ctx, 3);
    await leaveEntries(ctx, 4);
    await sealAll(ctx);
    expect(await passOnce()).toMatchObject({ broken: [] });
    await setBack("restored", 5);
    expect(await passOnce()).toMatchObject({
      broken: [{ tenant: "restored", what: "it ends at 5, but was mirrored up to 7" }],
    });
    await leaveEntries(ctx, 1);
    await sealAll(ctx);
    expect(await passOnce()).toMatchObject({ broken: [] });
    expect(await verify("restored")).toMatchObject([
      { part: "chain", position: 5, what: expect.stringContaining("ends at 7") },
    ]);
  });

  it.each([
    ["at its end", 0],
    ["with more behind it", 2],
  ])("finds a tail that was written anew %s", async (_, more) => {
    const tenant = `anew-${more}`;
    const ctx = world.as("admin", tenant);
    await signed(ctx, 4);
    await passOnce();
    const other = `"chain_hash" = '${"0".repeat(64)}' WHERE "tenant_id" = '${tenant}'`;
    await runSql(
      world.database,
      `UPDATE "audit_seals" SET ${other} AND "position" = 4`,
      `UPDATE "audit_chain_heads" SET ${other}`,
    );
    await leaveEntries(ctx, more);
    await sealAll(ctx);
    expect(await passOnce()).toMatchObject({
      broken: [{ tenant, what: "its link at 4 is not the one that was mirrored" }],
    });
    expect((await verify(tenant)).map(({ part }) => part)).toContain("chain");
  });

  it("begins a file with all that it knows or not at all, on a disk that fails in between", async () => {
    await signed(world.as("admin", "one"), 2);
    await signed(world.as("admin", "two"), 2);
    const mirror = new Mirror({ folder, maxSizeMb: 0.000_001 }, "full");
    await mirror.pass(world.as("admin"));
    await signed(world.as("admin", "one"), 2);
    // Nothing can be written under this name, as when no room is left.
    const begun = path.join(folder, `${CURRENT}.new`);
    await mkdir(begun);
    await expect(mirror.pass(world.as("admin"))).rejects.toThrow();
    expect(await readdir(folder)).not.toContain(CURRENT);
    await rmdir(begun);
    await writeFile(begun, '{"start":{"chain_ha');
    expect(await mirror.pass(world.as("admin"))).toMatchObject({ kind: "written", broken: [] });
    await signed(world.as("admin", "two"), 2);
    await mirror.pass(world.as("admin"));
    await mirror.close();
    expect([...(await verify("one")), ...(await verify("two"))]).toEqual([]);
  });

  it("writes nothing into a file that another process has written to meanwhile", async () => {
    const ctx = world.as("admin", "slow");
    await signed(ctx, 1);
    const mirror = new Mirror({ folder, maxSizeMb: 1 }, "slow");
    await mirror.pass(ctx);
    const file = path.join(folder, CURRENT);
    const before = await readFile(file, "utf8");
    const line = before.split("\n").findLast((one) => one.includes('"checkpoint"'));
    const others = `${before}${line}\n`;
    await writeFile(file, others);
    await signed(ctx, 1);
    await expect(mirror.pass(ctx)).rejects.toThrow("Another process");
    expect(await readFile(file, "utf8")).toBe(others);
    expect(await mirror.pass(ctx)).toMatchObject({ kind: "written" });
    await mirror.close();
  });

  it("tells a process that has just begun what was signed, so that a shorter chain is not signed", async () => {
    const ctx = world.as("admin", "forgotten");
    await signed(ctx, 3);
    await passOnce();
    const signedThen = await readMirroredCheckpoints(folder);
    expect(signedThen.find(({ tenant_id }) => tenant_id === "forgotten")?.position).toBe(3);
    const [forged] = signedThen.map((one) => ({ ...one, tenant_id: "never", position: 99 }));
    rememberSigned(forged ? [forged] : []);
    await signed(world.as("admin", "never"), 1);
    expect(await world.db.auditCheckpoint.count({ where: { tenantId: "never" } })).toBe(1);
    rememberSigned(signedThen);
    await setBack("forgotten", 2);
    await leaveEntries(ctx, 5);
    await sealAll(ctx);
    expect(await writeCheckpoints(ctx, { which: "all", tenantId: "forgotten" })).toBe(0);
  });

  it("tells it even when the newest files were begun since", async () => {
    const [quiet, busy] = [world.as("admin", "quiet"), world.as("admin", "busy")];
    await signed(quiet, 3);
    await passOnce();
    for (let files = 1; files < 4; files += 1) {
      world.advanceMinutes(1);
      await signed(busy, 1);
      await passOnce(0.000_001);
    }
    expect((await readdir(folder)).filter((name) => name.endsWith(".jsonl"))).toHaveLength(4);
    const found = (await readMirroredCheckpoints(folder)).map((one) => [
      one.tenant_id,
      one.position,
    ]);
    expect(Object.fromEntries(found)).toMatchObject({ quiet: 3, busy: 3 });
  });

  it("notices a tenant of which nothing is left", async () => {
    await signed(world.as("admin", "wiped"), 3);
    await passOnce();
    await setBack("wiped", 0);
    expect(await passOnce()).toMatchObject({ broken: [{ tenant: "wiped" }] });
    expect(await passOnce()).toMatchObject({ lines: 0, broken: [] });
    expect((await verify("wiped")).map(({ part }) => part)).toContain("chain");
  });

  it.each([
    ["links", "audit_seals", "position", 5],
    ["entries", "audit_entries", "id", 5],
  ])(
    "notices %s that are gone before they were mirrored, and does not try for ever",
    async (name, table, column, position) => {
      const tenant = `without-${name}`;
      const ctx = world.as("admin", tenant);
      await signed(ctx, 3);
      await passOnce();
      await signed(ctx, 4);
      const where = { tenantId_position: { tenantId: tenant, position } };
      const { auditEntryId } = await world.db.auditSeal.findUniqueOrThrow({ where });
      const value = column === "id" ? auditEntryId : position;
      await runSql(
        world.database,
        `DELETE FROM "${table}" WHERE "tenant_id" = '${tenant}' AND "${column}" = ${value}`,
      );
      expect(await brokenOf(tenant)).toEqual([]);
      const what = "its link at 5 is missing, or the entry of it";
      expect(await brokenOf(tenant)).toEqual([{ tenant, what }]);
      expect(await passOnce()).toMatchObject({ hasMore: false, broken: [] });
      expect((await verify(tenant)).map(({ part }) => part)).toContain("chain");
    },
  );

  it("writes nothing behind another process after the folder was lost and taken back", async () => {
    const ctx = world.as("admin", "lost");
    await signed(ctx, 1);
    const mirror = new Mirror({ folder, maxSizeMb: 1 }, "slow");
    await mirror.pass(ctx);
    await rm(path.join(folder, "audit_log.lock"));
    await signed(ctx, 1);
    expect(await passOnce()).toMatchObject({ kind: "written" });
    const before = await readFile(path.join(folder, CURRENT), "utf8");
    expect(await mirror.pass(ctx)).toMatchObject({ kind: "written", lines: 0 });
    expect(await readFile(path.join(folder, CURRENT), "utf8")).toBe(before);
    await mirror.close();
  });

  it("holds the statement that a beginning was removed, which was mirrored long before", async () => {
    const ctx = world.as("admin", "pruned");
    await signed(ctx, 4);
    await passOnce();
    world.advanceMinutes(11 * 366 * 24 * 60);
    await signed(ctx, 2);
    expect(await pruneAudit(ctx, new AbortController().signal)).toBeGreaterThan(2);
    await signed(ctx, 1);
    expect(await brokenOf("pruned")).toEqual([]);
    const lines = (await readFile(path.join(folder, CURRENT), "utf8")).split("\n");
    expect(
      lines.filter((line) => line.startsWith('{"prune"') && line.includes('"pruned"')),
    ).toHaveLength(1);
    expect(await verify("pruned")).toEqual([]);
  });
});
