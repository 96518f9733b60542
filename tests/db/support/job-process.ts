import { openDatabase } from "@/lib/db/open-database";
import type { Context } from "@/lib/kernel/context";
import { NOWHERE } from "@/lib/kernel/create-context";
import { type DatabaseProvider, providerOf } from "@/lib/platform/database-url";
import { jobKind, leaveMark, startRunner } from "./job-runner";

// A runner in a process of its own, to be killed: node --import tsx job-process.ts <url>.
const [, , url = ""] = process.argv;

async function main(): Promise<void> {
  const databaseProvider: DatabaseProvider = providerOf(url);
  const db = await openDatabase({
    databaseUrl: url,
    databaseProvider,
    pool: { max: 10, acquireTimeoutMs: 30_000, recycleSeconds: 3600 },
  });
  const ctx: Context = {
    actor: { kind: "system", id: "system", role: "admin" },
    ...NOWHERE,
    tenantId: "default",
    sites: "*",
    requestId: "test",
    source: "system",
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    db,
  };
  const effect = jobKind(
    "test.effect",
    async (job) => {
      for (let step = job.progress; step < 2; step += 1) {
        await job.step((tx) => leaveMark(tx, `${job.payload["n"]} ${step}`), step + 1);
      }
      return undefined;
    },
    { retryDelaysSeconds: [1, 1, 1, 1, 1] },
  );
  // The lease is short so that the test need not wait half a minute for the dead process's jobs.
  startRunner(ctx, [effect], { concurrency: 8, leaseMs: 2000, beatMs: 500 });
  // The runner's own timers hold no process.
  setInterval(() => undefined, 60_000);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
