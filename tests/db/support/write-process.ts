import { runRules } from "@/lib/automation/run-rules";
import { openDatabase } from "@/lib/db/open-database";
import type { Context } from "@/lib/kernel/context";
import { NOWHERE } from "@/lib/kernel/create-context";
import { addTask } from "@/lib/workflows/add-task";

// A second process on one SQLite file: node --import tsx write-process.ts <url> <caseId> <count>.
const [, , url = "", caseId = "", count = ""] = process.argv;

async function main(): Promise<void> {
  const db = await openDatabase({
    databaseUrl: url,
    databaseProvider: "sqlite",
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
    newId: () => "unused",
    db,
  };
  await Promise.all(
    Array.from({ length: Number(count) }, (_, index) =>
      addTask(ctx, Number(caseId), { name: `${process.pid} ${index}` }, runRules),
    ),
  );
  await db.$disconnect();
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
