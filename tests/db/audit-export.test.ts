import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditPublicKey } from "@/lib/audit/checkpoints/signing-key";
import type { Checkpoint } from "@/lib/audit/checkpoints/statement";
import { writeCheckpoints } from "@/lib/audit/checkpoints/write-checkpoints";
import { exportAudit } from "@/lib/audit/export/export-audit";
import { Mirror } from "@/lib/audit/mirror/mirror";
import { placeHold } from "@/lib/audit/retention/place-hold";
import { pruneAudit } from "@/lib/audit/retention/prune-audit";
import { releaseHold } from "@/lib/audit/retention/release-hold";
import { trustKeys } from "@/lib/audit/verify/check-signature";
import type { Fault } from "@/lib/audit/verify/fault";
import { verifyDatabase } from "@/lib/audit/verify/verify-database";
import { verifyFiles } from "@/lib/audit/verify/verify-files";
import { AUDIT_PRESETS } from "@/lib/contracts/audit";
import { openRawReader } from "@/lib/db/raw-reader";
import { availableDatabases } from "../support/test-database";
import { leaveEntries, runSql, sealAll } from "./support/audit-rows";
import { openWorld, type TestWorld } from "./support/test-world";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "control-tower-audit-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function collect(parts: AsyncGenerator<string, void>): Promise<string> {
  let text = "";
  for await (const part of parts) {
    text += part;
  }
  return text;
}

async function verifyText(text: string, held: Checkpoint[] = []): Promise<Fault[]> {
  const file = path.join(folder, "some.jsonl");
  await writeFile(file, text);
  return (await verifyMany([file], held)).faults;
}

async function verifyMany(files: string[], held: Checkpoint[] = []) {
  const faults: Fault[] = [];
  const keys = trustKeys([auditPublicKey().pem]);
  const tenants = await verifyFiles(files, { keys, held, report: (fault) => faults.push(fault) });
  return { faults, tenants };
}

describe.each(await availableDatabases())("what leaves $provider", (available) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(available);
    await leaveEntries(world.as("admin"), 12);
    await leaveEntries(world.as("admin", "other"), 3);
    await sealAll(world.as("admin"));
    await writeCheckpoints(world.as("admin"), { which: "all" });
    await leaveEntries(world.as("admin"), 5, "proposal.create", { note: "=1+1" });
  });
  afterAll(() => world.close());

  it("verifies offline: every entry of the tenant, its links and its checkpoints", async () => {
    const text = await collect(await exportAudit(world.as("admin"), { format: "jsonl" }));
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(18 + 2);
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ checkpoint: { position: 18 } });
    expect(text).not.toContain('"tenant_id":"other"');
    expect(await verifyText(text)).toEqual([]);
  });

  it("shows any flipped bit, lost, doubled, moved or swapped line", async () => {
    const text = await collect(await exportAudit(world.as("admin"), { format: "jsonl" }));
    const lines = text.trimEnd().split("\n");
    const { checkpoint } = JSON.parse(lines.at(-1) ?? "");
    const damaged = lines.flatMap((line, i) => {
      const at = (i * 37) % line.length;
      const flipped =
        line.slice(0, at) + String.fromCharCode(line.charCodeAt(at) ^ 1) + line.slice(at + 1);
      return [
        lines.with(i, flipped),
        lines.toSpliced(i, 1),
        lines.toSpliced(i, 0, line),
        ...(i > 0 ? [lines.with(i, lines[i - 1] ?? "").with(i - 1, line)] : []),
      ];
    });
    const isSame = (one: string[]) =>
      one.filter((line) => line.includes('"entry"')).join() ===
      lines.filter((line) => line.includes('"entry"')).join();
    for (const one of damaged) {
      if (isSame(one)) {
        continue;
      }
      const faults = await verifyText(`${one.join("\n")}\n`, [checkpoint]);
      expect(faults.length).toBeGreaterThan(0);
    }
    const cut = lines.slice(0, 14);
    expect(await verifyText(`${cut.join("\n")}\n`)).toEqual([]);
    expect(await verifyText(`${cut.join("\n")}\n`, [checkpoint])).not.toEqual([]);
  });

  it("holds only what the filters want, and bare links where they want nothing", async () => {
    const filters = { action: "proposal." };
    const text = await collect(
      await exportAudit(world.as("admin"), { format: "jsonl", ...filters }),
    );
    const records = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(records.filter(({ entry }) => entry).map(({ entry }) => entry.action)).toEqual(
      Array(5).fill("proposal.create"),
    );
    expect(records.filter(({ seal, entry }) => seal && !entry).length).toBeGreaterThan(0);
    expect(await verifyText(text)).toEqual([]);
  });

  it("verifies with each filter and with some sites, and never under the name of a mirror", async () => {
    const ctx = world.as("admin");
    for (const filters of [
      ...AUDIT_PRESETS.map((preset) => ({ preset })),
      { actor: ctx.actor.id, from: "2026-01-01T00:00:00+02:00" },
      { action: "audit_export", to: "2026-12-31T00:00:00Z" },
      { subject: "test", outcome: "done" as const },
      { subject: "test:3", request_id: "test" },
      { case_id: 1 },
      { site: "*" },
    ]) {
      for (const sites of ["*", ["*", "store-1"]] as const) {
        const text = await collect(
          await exportAudit({ ...ctx, sites }, { format: "jsonl", ...filters }),
        );
        expect(await verifyText(text), JSON.stringify(filters)).toEqual([]);
      }
    }
    const text = await collect(await exportAudit(ctx, { format: "jsonl", action: "nothing.x" }));
    expect(text).not.toContain('"export"');
    const some = await collect(await exportAudit(ctx, { format: "jsonl", action: "proposal." }));
    const file = path.join(folder, "audit_log.20260302T093000123Z.jsonl");
    await writeFile(file, some);
    expect((await verifyMany([file])).faults.map(({ part }) => part)).toContain("line");
    await rm(file);
  });

  it("is harmless in a spreadsheet", async () => {
    const ctx = world.as("admin");
    await leaveEntries({ ...ctx, requestId: "=cmd|' /C calc'!A0" }, 1, "test.formula");
    const text = await collect(await exportAudit(ctx, { format: "csv", action: "test.formula" }));
    const [headings, row] = text.split("\r\n");
    expect(headings).toMatch(/^id,at,tenant_id/);
    expect(row).toContain(",'=cmd|' /C calc'!A0,");
  });

  it("is mirrored line by line, rotated, continued after a torn line, and by one process at a time", async () => {
    const own = path.join(folder, available.provider);
    const ctx = world.as("admin");
    const options = { folder: own, maxSizeMb: 0.004 };
    const mirror = new Mirror(options, "one");
    await sealAll(ctx);
    await writeCheckpoints(ctx, { which: "all" });
    while ((await mirror.pass(ctx)).kind === "written") {
      await leaveEntries(ctx, 3);
      await sealAll(ctx);
      if ((await readdir(own)).length > 4) {
        break;
      }
      world.advanceMinutes(1);
    }
    expect(await new Mirror(options, "two").pass(ctx)).toEqual({ kind: "waiting" });
    await mirror.close();
    const current = path.join(own, "audit_log.jsonl");
    const torn = (await readFile(current, "utf8")).slice(0, -40);
    await writeFile(current, torn);
    await writeCheckpoints(ctx, { which: "all" });
    const next = new Mirror(options, "three");
    expect(await next.pass(ctx)).toMatchObject({ kind: "written" });
    await next.close();
    const names = (await readdir(own)).sort();
    expect(names).not.toContain("audit_log.lock");
    const files = [...names.filter((name) => name !== "audit_log.jsonl"), "audit_log.jsonl"];
    const { faults, tenants } = await verifyMany(files.map((name) => path.join(own, name)));
    expect(faults).toEqual([]);
    const sealed = await world.db.auditSeal.count({ where: { tenantId: "default" } });
    expect(tenants.find(({ tenant }) => tenant === "default")).toMatchObject({
      from: 1,
      to: sealed,
      entries: sealed,
    });
  });

  it("goes when its time is over, except what a hold covers, and leaves a signed statement", async () => {
    const ctx = world.as("admin");
    const verify = async (): Promise<Fault[]> => {
      const reader = await openRawReader(world.database.url);
      const faults: Fault[] = [];
      const keys = trustKeys([auditPublicKey().pem]);
      await verifyDatabase(reader, {
        keys,
        held: [],
        report: (fault) => faults.push(fault),
        now: () => world.clock.now,
      });
      await reader.close();
      return faults;
    };
    const signal = new AbortController().signal;
    const before = await world.db.auditEntry.count();
    expect(await pruneAudit(ctx, signal)).toBe(0);
    expect(await world.db.auditEntry.count()).toBe(before);
    world.advanceMinutes(11 * 366 * 24 * 60);
    const hold = await placeHold(ctx, {
      name: "Case",
      reason: "Asked for by the board",
      covers: { action: "proposal." },
    });
    await sealAll(ctx);
    await writeCheckpoints(ctx, { which: "all" });
    expect(await pruneAudit(ctx, signal)).toBe(12 + 2);
    await sealAll(ctx);
    await writeCheckpoints(ctx, { which: "all" });
    expect(await verify()).toEqual([]);
    expect(await verifyText(await collect(await exportAudit(ctx, { format: "jsonl" })))).toEqual(
      [],
    );
    await releaseHold(ctx, hold.id, "The board is satisfied");
    expect(await pruneAudit(ctx, signal)).toBeGreaterThan(5);
    await sealAll(ctx);
    await writeCheckpoints(ctx, { which: "all" });
    expect(await verify()).toEqual([]);
    await runSql(
      world.database,
      `INSERT INTO "audit_prunes" ("tenant_id", "through_position", "through_entry_id", "chain_hash", "at", "actor_id", "key_id", "signature")
       VALUES ('other', 9998, 9999, 'x', '2026-01-01 00:00:00', 'x', '${auditPublicKey().keyId}', 'x')`,
      `DELETE FROM "audit_entries" WHERE "id" IN (SELECT "audit_entry_id" FROM "audit_seals" WHERE "tenant_id" = 'other')`,
    );
    expect((await verify()).map(({ part }) => part)).toContain("prune");
  });
});
