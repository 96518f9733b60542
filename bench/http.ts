import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { normaliseDatabaseUrl } from "@/lib/platform/database-url";
import { ameLoads } from "./ame-loads";
import { cycleLoad, jsonRequest, singleLoads } from "./loads";
import { type Measurement, measure } from "./measure";
import { prepareCases } from "./prepare-cases";
import { prepareEvidence } from "./prepare-evidence";
import { startProcess } from "./server-process";

const BARE_PORT = 8790;
const PORT = 8791;
const ADMIN_KEY = "bench-0123456789-abcdefghijklmnopq";
const MANY = 10_000;
const SCOPES = 1000;
const EVENTS = 5000;

/** Measures the production server beside a bare node:http server, and prints one row each. */
async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "control-tower-bench-"));
  const url = normaliseDatabaseUrl(process.env["DATABASE_URL"] ?? `file:${folder}/bench.db`);
  const cases = await prepareCases(url, MANY);
  await prepareEvidence(url, { scopes: SCOPES, events: EVENTS });
  const bare = await startProcess("bench/bare-server.mjs", BARE_PORT, {});
  const server = await startProcess("dist/main.js", PORT, {
    ENVIRONMENT: "production",
    DATABASE_URL: url,
    BLADNIR_ADMIN_KEY: ADMIN_KEY,
    NEXTAUTH_SECRET: `${ADMIN_KEY}-sessions`,
    ENCRYPTION_KEY: `${ADMIN_KEY}-secrets`,
    AUDIT_SIGNING_KEY: `${ADMIN_KEY}-audit`,
    NEXTAUTH_URL: `http://127.0.0.1:${PORT}`,
    RATE_LIMIT_PER_MINUTE: "100000000",
    HOST: "127.0.0.1",
    LOG_LEVEL: "warn",
    STORAGE_LOCAL_DIR: path.join(folder, "files"),
  });
  const yardstick = { requests: [jsonRequest(ADMIN_KEY, "GET", "/")] };
  const rows: Measurement[] = [];
  try {
    rows.push(await measure("bare node:http server", bare, yardstick));
    for (const [name, load] of [...singleLoads(ADMIN_KEY, cases), ...ameLoads(ADMIN_KEY)]) {
      rows.push(await measure(name, server, load));
    }
    const cycle = await cycleLoad(server.url, ADMIN_KEY, cases);
    rows.push(await measure("propose + decide + execute, per request", server, cycle));
    rows.push(await measure("bare node:http server, again", bare, yardstick));
  } finally {
    await server.stop();
    await bare.stop();
    await rm(folder, { recursive: true, force: true });
  }
  process.stdout.write(table(rows));
}

function table(rows: readonly Measurement[]): string {
  const head = ["", "requests/s", "p50 ms", "p99 ms", "CPU ms/request", "failures"];
  const lines = rows.map((row) => [
    row.name,
    String(row.requestsPerSecond),
    row.p50Ms.toFixed(1),
    row.p99Ms.toFixed(1),
    row.cpuMs.toFixed(3),
    String(row.failures),
  ]);
  const all = [head, ...lines];
  const widths = head.map((_, i) => Math.max(...all.map((line) => line[i]?.length ?? 0)));
  return `${all
    .map((line) =>
      line
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join("  "),
    )
    .join("\n")}\n`;
}

await main();
