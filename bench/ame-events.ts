import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { withoutForecast } from "@/lib/ame/evidence";
import { recordEvidence } from "@/lib/ame/record-evidence";
import type { ScopeKey } from "@/lib/ame/scope";
import { getDatabase } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import type { Context } from "@/lib/kernel/context";
import { createSystemContext } from "@/lib/kernel/create-context";
import { keepBooks } from "@/lib/kernel/transaction";
import { normaliseDatabaseUrl } from "@/lib/platform/database-url";
import { parseSettings } from "@/lib/platform/settings";
import { prepareEvidence } from "./prepare-evidence";

const MANY = 100_000;
const FEW = 10;
const BLOCK = 500;
const ROUNDS = 12;
const MOST = 1.1;

/**
 * CPU of one event in a scope with 100,000 events against one with 10, in alternating blocks of one
 * run. DATABASE_URL names another database than SQLite; it must be empty.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "control-tower-bench-"));
  const url = normaliseDatabaseUrl(process.env["DATABASE_URL"] ?? `file:${folder}/bench.db`);
  await migrate(url);
  const settings = parseSettings({ DATABASE_URL: url, LOG_LEVEL: "silent" });
  const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
  registry.__controlTower = new Map([["settings", settings]]);
  try {
    await prepareEvidence(url, { scopes: 2, events: MANY });
    process.exitCode = (await compare(await createSystemContext("bench"))) <= MOST ? 0 : 1;
  } finally {
    await (await getDatabase()).$disconnect();
    await rm(folder, { recursive: true });
  }
}

async function compare(ctx: Context): Promise<number> {
  const [busy, quiet] = [scopeAt("bench-0"), scopeAt("bench-1")];
  await timed(ctx, quiet, FEW);
  await timed(ctx, busy, BLOCK);
  const spent = { busy: 0, quiet: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    // A scope of its own each time, so that it has few events still.
    const fresh = scopeAt(`bench-quiet-${round}`);
    await timed(ctx, fresh, FEW);
    spent.quiet += await timed(ctx, fresh, BLOCK);
    spent.busy += await timed(ctx, busy, BLOCK);
  }
  const perEvent = (ms: number) => (ms / (ROUNDS * BLOCK)).toFixed(3);
  const ratio = spent.busy / spent.quiet;
  process.stdout.write(
    [
      `event in a scope with ${FEW} to ${FEW + BLOCK} events: ${perEvent(spent.quiet)} ms CPU`,
      `event in a scope with ${MANY} events and more: ${perEvent(spent.busy)} ms CPU`,
      `ratio ${ratio.toFixed(3)} (goal ${MOST})`,
      "",
    ].join("\n"),
  );
  return ratio;
}

/** @returns CPU in ms, of all threads of this process */
async function timed(ctx: Context, scope: ScopeKey, events: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < events; i += 1) {
    await keepBooks(ctx, (tx) => {
      const forecast = { ...withoutForecast(scope), proposalId: tx.newId(), safety: 0.9 };
      const decided = { kind: "decided", decision: "approve", reason: "", excluded: null } as const;
      return recordEvidence(tx, forecast, decided);
    });
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function scopeAt(siteId: string): ScopeKey {
  return { siteId, queue: "data_entry", actionType: "advance_queue", roleContext: "" };
}

await main();
