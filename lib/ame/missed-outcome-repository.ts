import type { JsonObject } from "@/lib/contracts/common";
import type { TransactionContext } from "@/lib/kernel/context";
import type { ScopeKey } from "./scope";

interface StoredForecast {
  predictedConfidence: number | null;
  predictedSafety: number | null;
  predictedTimeSavedSec: number | null;
  features: JsonObject;
}

/** What was forecast when the proposal was made. */
export async function findForecast(
  tx: TransactionContext,
  proposalId: string,
): Promise<StoredForecast | null> {
  const row = await tx.db.ameEvent.findFirst({
    where: { tenantId: tx.tenantId, proposalId, eventType: "proposed" },
    orderBy: { id: "asc" },
    select: {
      predictedConfidence: true,
      predictedSafety: true,
      predictedTimeSavedSec: true,
      features: true,
    },
  });
  return row && { ...row, features: row.features as JsonObject };
}

/** @returns the scope's id */
export async function countMissedOutcome(tx: TransactionContext, scope: ScopeKey): Promise<number> {
  const now = tx.now();
  const key = { tenantId: tx.tenantId, ...scope };
  const row = await tx.db.trustScope.upsert({
    where: { tenantId_siteId_queue_actionType_roleContext: key },
    create: { ...key, missedOutcomeCount: 1, failureCount: 1, createdAt: now, updatedAt: now },
    update: {
      missedOutcomeCount: { increment: 1 },
      failureCount: { increment: 1 },
      updatedAt: now,
    },
    select: { id: true },
  });
  return Number(row.id);
}

export async function insertMissedOutcome(
  tx: TransactionContext,
  missed: {
    scope: ScopeKey;
    scopeId: number;
    executionId: number;
    proposalId: string | null;
    forecast: StoredForecast | null;
  },
): Promise<void> {
  const { scope, forecast, ...fields } = missed;
  await tx.db.ameEvent.create({
    data: {
      ...scope,
      ...fields,
      features: {},
      ...forecast,
      tenantId: tx.tenantId,
      eventType: "outcome_missed",
      onceKey: `outcome_missed:${missed.executionId}`,
      outcomeSuccess: false,
      at: tx.now(),
    },
    select: { id: true },
  });
}
