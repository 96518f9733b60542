import type { Prisma } from "@/generated/sqlite/client";
import type { JsonObject } from "@/lib/contracts/common";
import { lockForUpdate } from "@/lib/db/lock-rows";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import { getSettings } from "@/lib/platform/settings";
import type { CountsAs, Evidence, Exclusion, ScopeEventType } from "./evidence";
import type { ScopeKey } from "./scope";

type Row = Prisma.AmeEventGetPayload<object>;

/** What is kept of an event, beside who keeps it. */
export interface AmeEvent extends ScopeKey {
  id: number;
  scopeId: number;
  eventType: Evidence["kind"] | ScopeEventType;
  proposalId: string | null;
  executionId: number | null;
  isEvidence: boolean;
  excludedBecause: Exclusion | null;
  countsAs: CountsAs | null;
  predictedConfidence: number | null;
  predictedSafety: number | null;
  predictedTimeSavedSec: number | null;
  outcomeSuccess: boolean | null;
  observedError: boolean | null;
  observedTimeSavedSec: number | null;
  decision: "approve" | "reject" | "defer" | null;
  /** who decided, judged or undid */
  decisionBy: string | null;
  decisionReason: string | null;
  isOverride: boolean;
  auditProbability: number | null;
  auditDraw: number | null;
  features: JsonObject;
  context: JsonObject | null;
  at: Date;
}

export type NewAmeEvent = Omit<AmeEvent, "id"> & {
  /** what may happen once only; null = any number of times */
  onceKey: string | null;
};

/** @returns its id */
export async function insertAmeEvent(tx: TransactionContext, event: NewAmeEvent): Promise<number> {
  const { context, ...fields } = event;
  const row = await tx.db.ameEvent.create({
    data: { ...fields, ...(context && { context }), tenantId: tx.tenantId },
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
  return rows.map((row) => ({ ...row, ...typedIn(row) }));
}

/** @param siteId missing = those of all sites */
export async function deleteAmeEvents(tx: TransactionContext, siteId?: string): Promise<number> {
  const removed = await tx.db.ameEvent.deleteMany({
    where: { tenantId: tx.tenantId, ...(siteId !== undefined && { siteId }) },
  });
  return removed.count;
}

export function toAmeEvent(row: Row): AmeEvent {
  return {
    ...row,
    ...typedIn(row),
    features: row.features as JsonObject,
    context: row.context as JsonObject | null,
  };
}

type Typed = Pick<
  AmeEvent,
  "id" | "scopeId" | "executionId" | "eventType" | "decision" | "excludedBecause" | "countsAs"
>;

function typedIn(row: Omit<Row, "features" | "context">): Typed {
  return {
    id: Number(row.id),
    scopeId: Number(row.scopeId),
    executionId: row.executionId === null ? null : Number(row.executionId),
    eventType: row.eventType as AmeEvent["eventType"],
    decision: row.decision as AmeEvent["decision"],
    excludedBecause: row.excludedBecause as Exclusion | null,
    countsAs: row.countsAs as CountsAs | null,
  };
}
