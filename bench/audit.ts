import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { insertAuditEntry } from "@/lib/audit/audit-repository";
import { auditPublicKey } from "@/lib/audit/checkpoints/signing-key";
import { writeCheckpoints } from "@/lib/audit/checkpoints/write-checkpoints";
import { contentHash, type EntryContent } from "@/lib/audit/entry-content";
import { exportAudit } from "@/lib/audit/export/export-audit";
import { sealOnce } from "@/lib/audit/sealing/seal-once";
import { trustKeys } from "@/lib/audit/verify/check-signature";
import { verifyDatabase } from "@/lib/audit/verify/verify-database";
import { verifyFiles } from "@/lib/audit/verify/verify-files";
import { migrate } from "@/lib/db/migrate";
import { openRawReader } from "@/lib/db/raw-reader";
import { createSystemContext } from "@/lib/kernel/create-context";
import { keepBooks } from "@/lib/kernel/transaction";
import { getSettings } from "@/lib/platform/settings";

const BATCH = 500;

/** Fills DATABASE_URL, an empty database, with entries and prints what sealing and verifying them costs. */
async function main(count: number): Promise<void> {
  const { databaseUrl } = getSettings();
  await migrate(databaseUrl);
  const ctx = await createSystemContext("bench");
  for (let i = 0; i < count; i += BATCH) {
    await keepBooks(ctx, async (tx) => {
      for (let j = i; j < Math.min(i + BATCH, count); j += 1) {
        const content = entryOf(j);
        await insertAuditEntry(tx, content, contentHash(content));
      }
    });
  }
  const cpu = process.cpuUsage();
  const sealing = await timed(async () => {
    while (await sealOnce(ctx)) {
      // until all are sealed
    }
  });
  const { user, system } = process.cpuUsage(cpu);
  print("sealed", count, sealing);
  process.stdout.write(`CPU per entry sealed: ${((user + system) / count).toFixed(1)} µs\n`);
  await writeCheckpoints(ctx, { which: "all" });
  const options = { keys: trustKeys([auditPublicKey().pem]), held: [], report: fail };
  const reader = await openRawReader(databaseUrl);
  print(
    "verified in the database",
    count,
    await timed(() => verifyDatabase(reader, { ...options, now: () => new Date() })),
  );
  await reader.close();
  const folder = await mkdtemp(path.join(tmpdir(), "control-tower-bench-"));
  const file = path.join(folder, "audit.jsonl");
  print(
    "exported",
    count,
    await timed(async () => writeFile(file, await exportAudit(ctx, { format: "jsonl" }))),
  );
  print("verified in a file", count, await timed(() => verifyFiles([file], options)));
  await rm(folder, { recursive: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

function print(what: string, count: number, seconds: number): void {
  process.stdout.write(
    `${what}: ${count} entries in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} entries/s\n`,
  );
}

function fail(fault: unknown): void {
  throw new Error(`A fault where there is none: ${JSON.stringify(fault)}`);
}

/** An entry as a move of a case leaves it. */
function entryOf(i: number): EntryContent {
  const before = {
    queue: "data_entry",
    status: "approved",
    version: i % 9,
    state: "pending_access",
  };
  return {
    tenant_id: "default",
    site_id: "store-7",
    at: new Date(1_772_000_000_000 + i * 1000).toISOString(),
    actor_kind: "user",
    actor_id: "user:kim",
    actor_role: "pharmacist",
    on_behalf_of: null,
    action: "proposal.execute",
    outcome: "done",
    subject_type: "proposal",
    subject_id: `proposal-${i}`,
    workflow_id: i % 5000,
    reason_code: null,
    reason: null,
    before,
    after: {
      ...before,
      queue: "pre_verification",
      effects: [{ kind: "move", to: "pre_verification" }],
    },
    request_id: `request-${i}`,
    source: "api",
    ip: "192.0.2.1",
    workstation: "RX-1",
    retention_class: "standard",
  };
}

await main(Number(process.argv[2] ?? 100_000));
process.exit(0);
