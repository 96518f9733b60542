import { migrate } from "@/lib/db/migrate";
import { type Database, openDatabase } from "@/lib/db/open-database";
import { providerOf } from "@/lib/platform/database-url";

const BATCH = 500;
const TASKS_PER_CASE = 2;

export interface BenchCase {
  caseId: number;
  taskId: number;
}

/** Migrates the database and fills it with cases of two tasks and one event each. */
export async function prepareCases(url: string, count: number): Promise<BenchCase[]> {
  await migrate(url);
  const database = await openDatabase({
    databaseUrl: url,
    databaseProvider: providerOf(url),
    pool: { max: 5, acquireTimeoutMs: 30_000, recycleSeconds: 3600 },
  });
  try {
    for (let made = 0; made < count; made += BATCH) {
      await insertBatch(database, made, Math.min(BATCH, count - made));
    }
    const tasks = await database.task.findMany({
      where: { name: "first" },
      orderBy: { id: "asc" },
    });
    return tasks.map((task) => ({ caseId: Number(task.workflowId), taskId: Number(task.id) }));
  } finally {
    await database.$disconnect();
  }
}

async function insertBatch(database: Database, offset: number, size: number): Promise<void> {
  const now = new Date();
  const marker = `bench-${offset}`;
  await database.workflow.createMany({
    data: Array.from({ length: size }, (_, i) => ({
      tenantId: "default",
      siteId: "default",
      packId: "kroger",
      scenarioKey: marker,
      name: `Bench case ${offset + i}`,
      state: "pending_access",
      queue: "data_entry",
      promisedAt: new Date(now.getTime() + i * 60_000),
      attributes: { rx_number: `RX-${offset + i}`, payer: "Bench plan" },
      searchText: `bench case ${offset + i}`,
      taskCount: TASKS_PER_CASE,
      eventCount: 1,
      createdAt: now,
      updatedAt: now,
    })),
  });
  const cases = await database.workflow.findMany({
    where: { scenarioKey: marker },
    select: { id: true },
  });
  await database.task.createMany({
    data: cases.flatMap(({ id }) =>
      ["first", "second"].map((name) => ({
        workflowId: id,
        name,
        state: "pending",
        createdAt: now,
        updatedAt: now,
      })),
    ),
  });
  await database.event.createMany({
    data: cases.map(({ id }) => ({
      workflowId: id,
      sequence: 1,
      eventType: "refill_requested",
      payload: { channel: "app" },
      actorId: "bench",
      createdAt: now,
    })),
  });
}
