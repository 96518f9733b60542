import { type Database, openDatabase } from "@/lib/db/open-database";
import { providerOf } from "@/lib/platform/database-url";

const BATCH = 500;

/** The scope with the events. */
export const BUSY_SCOPE = { site_id: "bench-0", queue: "data_entry", action_type: "advance_queue" };

/** Fills a migrated database with scopes, and one of them with events. */
export async function prepareEvidence(
  url: string,
  count: { scopes: number; events: number },
): Promise<void> {
  const database = await openDatabase({
    databaseUrl: url,
    databaseProvider: providerOf(url),
    pool: { max: 5, acquireTimeoutMs: 30_000, recycleSeconds: 3600 },
  });
  try {
    const now = new Date();
    for (let made = 0; made < count.scopes; made += BATCH) {
      await insertScopes(database, made, Math.min(BATCH, count.scopes - made), now);
    }
    const busy = await database.trustScope.findFirstOrThrow({
      where: { siteId: BUSY_SCOPE.site_id },
    });
    for (let made = 0; made < count.events; made += BATCH) {
      const size = Math.min(BATCH, count.events - made);
      await insertEvents(database, Number(busy.id), { made, size, now });
    }
  } finally {
    await database.$disconnect();
  }
}

async function insertScopes(database: Database, made: number, size: number, now: Date) {
  await database.trustScope.createMany({
    data: Array.from({ length: size }, (_, i) => ({
      ...scopeOf(made + i),
      proposalCount: 40,
      approvalCount: 30,
      rejectionCount: 5,
      executionCount: 30,
      successCount: 28,
      failureCount: 2,
      createdAt: now,
      updatedAt: now,
    })),
  });
}

async function insertEvents(
  database: Database,
  scopeId: number,
  { made, size, now }: { made: number; size: number; now: Date },
) {
  await database.ameEvent.createMany({
    data: Array.from({ length: size }, (_, i) => ({
      ...scopeOf(0),
      scopeId,
      eventType: "proposed",
      proposalId: `bench-${made + i}`,
      onceKey: `proposed:bench-${made + i}`,
      predictedConfidence: 0.9,
      predictedSafety: 0.95,
      features: { payer: "Bench plan", queue: "data_entry" },
      at: now,
    })),
  });
}

function scopeOf(number: number) {
  const { queue, action_type } = BUSY_SCOPE;
  return { tenantId: "default", siteId: `bench-${number}`, queue, actionType: action_type };
}
