import type { Prisma } from "@/generated/sqlite/client";
import type { JsonObject } from "@/lib/contracts/common";
import { lockForUpdate } from "@/lib/db/lock-rows";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import { getSettings } from "@/lib/platform/settings";
import type { Evidence } from "./evidence";
import type { ScopeKey } from "./scope";

type Row = Prisma.AmeEventGetPayload<object>;

export interface NewAmeEvent extends ScopeKey {
  scopeId: number;
  eventType: Evidence["kind"];
  proposalId: string | null;
  executionId?: number | null;
  /** what may happen once only; null = any number of times */
  onceKey: string | null;
  isEvidence: boolean;
  predictedConfidence: number | null;
  predictedSafety: number | null;
  predictedTimeSavedSec: number | null;
  outcomeSuccess?: boolean;
  observedError?: boolean;
  observedTimeSavedSec?: number | null;
  decision?: string;
  decisionBy?: string;
  decisionReason?: string | null;
  isOverride?: boolean;
  features: JsonObject;
  context?: JsonObject;
}

/** A stored event. */
export interface AmeEvent extends ScopeKey {
  id: number;
  eventType: string;
  proposalId: string | null;
  executionId: number | null;
  isEvidence: boolean;
  predictedConfidence: number | null;
  predictedSafety: number | null;
  predictedTimeSavedSec: number | null;
  outcomeSuccess: boolean | null;
  observedError: boolean | null;
  decision: string | null;
  decisionBy: string | null;
  decisionReason: string | null;
  isOverride: boolean;
  features: JsonObject;
  context: JsonObject | null;
  at: Date;
}

/** @returns its id */
export async function insertAmeEvent(tx: TransactionContext, event: NewAmeEvent): Promise<number> {
  const row = await tx.db.ameEvent.create({
    data: { ...event, tenantId: tx.tenantId, at: tx.now() },
    select: { id: true },
  });
  return Number(row.id);
}

/** Keeps other reports on this proposal waiting until the transaction ends. */
export function lockProposed(tx: TransactionContext, proposalId: string): Promise<void> {
  return lockForUpdate(tx.db, getSettings().databaseProvider, "ame_events", {
    tenant_id: tx.tenantId,
    once_key: `proposed:${proposalId}`,
  });
}

/** The events with these keys, of which there is at most one each. */
export async function findOnceEvents(
  ctx: Context,
  onceKeys: readonly string[],
): Promise<AmeEvent[]> {
  const rows = await ctx.db.ameEvent.findMany({
    where: { tenantId: ctx.tenantId, onceKey: { in: [...onceKeys] } },
  });
  return rows.map(toAmeEvent);
}

/** Newest first, those before `beforeId`; without the models' inputs, which may be long. */
export async function findRecentEvents(
  ctx: Context,
  page: { limit: number; beforeId?: number | undefined },
): Promise<Omit<AmeEvent, "features" | "context">[]> {
  const rows = await ctx.db.ameEvent.findMany({
    omit: { features: true, context: true },
    where: {
      tenantId: ctx.tenantId,
      ...siteFilter(ctx),
      ...(page.beforeId === undefined ? {} : { id: { lt: page.beforeId } }),
    },
    orderBy: { id: "desc" },
    take: page.limit,
  });
  return rows.map((row) => ({ ...row, ...idsOf(row) }));
}

export async function deleteAmeEvents(tx: TransactionContext): Promise<number> {
  const removed = await tx.db.ameEvent.deleteMany({ where: { tenantId: tx.tenantId } });
  return removed.count;
}

function toAmeEvent(row: Row): AmeEvent {
  return {
    ...row,
    ...idsOf(row),
    features: row.features as JsonObject,
    context: row.context as JsonObject | null,
  };
}

function idsOf({ id, executionId }: Pick<Row, "id" | "executionId">) {
  return { id: Number(id), executionId: executionId === null ? null : Number(executionId) };
}
