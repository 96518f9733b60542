import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { recordAudit } from "@/lib/audit/record-audit";
import { sealOnce } from "@/lib/audit/sealing/seal-once";
import { authenticate } from "@/lib/auth/authenticate";
import { signAccessToken } from "@/lib/auth/clients/access-token";
import { createMachineClient } from "@/lib/auth/clients/create-machine-client";
import { createApiKey } from "@/lib/auth/keys/create-api-key";
import { limitRequests } from "@/lib/auth/limit-requests";
import { getDatabase } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import type { TransactionContext } from "@/lib/kernel/context";
import { createSystemContext } from "@/lib/kernel/create-context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction, keepBooks } from "@/lib/kernel/transaction";
import { normaliseDatabaseUrl } from "@/lib/platform/database-url";
import { getSettings, parseSettings } from "@/lib/platform/settings";
import { prepareCases } from "./prepare-cases";

const ADMIN_KEY = "bench-0123456789-abcdefghijklmnopq";
const WARM_UP = 2000;
const CALLS = 10_000;
/** The sealer takes what came since it last looked; a busy node's half second. */
const ACTS_PER_SEAL = 50;
const ENTRY = {
  action: "task.set_state",
  subject: { type: "task", id: 1 },
  caseId: 1,
  before: { state: "pending", version: 1 },
  after: { state: "completed", version: 2 },
};
const MINUTES_OF_CALLS = "100000000";

/**
 * CPU per request of who is there, may they and how often, each by itself: all threads of this
 * process, without HTTP and without the work. DATABASE_URL names another database than SQLite.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "control-tower-bench-"));
  const url = normaliseDatabaseUrl(process.env["DATABASE_URL"] ?? `file:${folder}/bench.db`);
  await migrate(url);
  const settings = parseSettings({
    ENVIRONMENT: "development",
    DATABASE_URL: url,
    BLADNIR_ADMIN_KEY: ADMIN_KEY,
    RATE_LIMIT_PER_MINUTE: MINUTES_OF_CALLS,
    LOG_LEVEL: "silent",
  });
  const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
  registry.__controlTower = new Map([["settings", settings]]);
  try {
    for (const [name, headers] of Object.entries(await credentials())) {
      const request = new Request("http://localhost/api/workflows", { headers });
      await print(`${name}: who is there`, () => authenticate(request));
      await print(`${name}: and may they, and how often`, () => guard(request));
    }
    const actor = { id: "api_key:bench" };
    await print("how often alone", () => limitRequests(actor));
    await compareActs();
  } finally {
    await (await getDatabase()).$disconnect();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same small change, bare and guarded; what sealing its entries costs is counted in. */
async function compareActs(): Promise<void> {
  const ctx = await createSystemContext("bench");
  const [one] = await prepareCases(getSettings().databaseUrl, 1);
  const where = { id: one?.taskId ?? 0 };
  const change = (tx: TransactionContext) =>
    tx.db.task.update({ where, data: { state: "completed" }, select: { id: true } });
  const bare = await print("a change, bare", () => keepBooks(ctx, change));
  for (const [name, headers] of Object.entries(await credentials())) {
    const request = new Request("http://localhost/api/workflows", { headers });
    let acts = 0;
    const guarded = await print(`a change, ${name}, entry and seal`, async () => {
      await guard(request);
      await inTransaction(ctx, async (tx) => {
        await change(tx);
        await recordAudit(tx, ENTRY);
      });
      acts += 1;
      if (acts % ACTS_PER_SEAL === 0) {
        await sealOnce(ctx);
      }
    });
    process.stdout.write(
      `${"".padEnd(2)}of which the guard ${(guarded - bare).toFixed(4)} ms CPU\n`,
    );
  }
}

async function guard(request: Request): Promise<void> {
  const principal = await authenticate(request);
  await limitRequests(principal.actor);
  requirePermission(principal, "cases:read");
}

async function credentials(): Promise<Record<string, Record<string, string>>> {
  const ctx = await createSystemContext("bench");
  const given = { name: "Bench", role: "technician", permissions: null, site_ids: ["*"] } as const;
  const common = { ...given, site_ids: ["*"] };
  const { key } = await createApiKey(ctx, { ...common, expires_at: null });
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, [
    "sign",
    "verify",
  ]);
  const jwk = JSON.parse(JSON.stringify(await crypto.subtle.exportKey("jwk", pair.publicKey)));
  const client = await createMachineClient(ctx, {
    ...common,
    jwks: { keys: [jwk] },
    jwks_url: null,
  });
  const token = await signAccessToken({ clientId: client.id, scope: null }, ctx.now());
  return {
    "key of the environment": { "x-api-key": ADMIN_KEY },
    "key of the database": { "x-api-key": key },
    "bearer token": { authorization: `Bearer ${token}` },
  };
}

/** @returns ms of CPU a call */
async function print(name: string, work: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < WARM_UP; i += 1) {
    await work();
  }
  const before = process.cpuUsage();
  for (let i = 0; i < CALLS; i += 1) {
    await work();
  }
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000 / CALLS;
  process.stdout.write(`${name.padEnd(56)} ${ms.toFixed(4)} ms CPU\n`);
  return ms;
}

await main();
