import type { JsonObject } from "@/lib/contracts/common";
import type { StreamEventAnswer } from "@/lib/contracts/events";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import type { EventFilter } from "./event-filter";
import type { NewStreamEvent } from "./stream-event";

/** Up to which position events have been removed; in the table of the readers of the audit trail. */
const PRUNED = "pruned";
const ROWS_AT_A_TIME = 100;

/** In the order given, which becomes the order of their positions. */
export async function insertEvents(
  tx: TransactionContext,
  events: readonly NewStreamEvent[],
): Promise<void> {
  for (let i = 0; i < events.length; i += ROWS_AT_A_TIME) {
    await tx.db.streamEvent.createMany({ data: events.slice(i, i + ROWS_AT_A_TIME).map(toRow) });
  }
}

/** Those just inserted, with their positions. */
export async function findEventsOfEntries(
  tx: TransactionContext,
  entryIds: readonly number[],
): Promise<(StreamEventAnswer & { tenantId: string; at: Date })[]> {
  const rows = await tx.db.streamEvent.findMany({
    where: { auditEntryId: { in: [...entryIds] } },
    orderBy: { position: "asc" },
  });
  return rows.map((row) => ({ ...toEvent(row), tenantId: row.tenantId, at: row.at }));
}

/** One tenant's of every site, after a position, oldest first; readers share it and take their own. */
export async function findEventsAfter(
  ctx: Context,
  after: number,
  limit: number,
): Promise<StreamEventAnswer[]> {
  const rows = await ctx.db.streamEvent.findMany({
    where: { tenantId: ctx.tenantId, position: { gt: after } },
    orderBy: { position: "asc" },
    take: limit,
  });
  return rows.map(toEvent);
}

/** Of those between two positions, the latter included, the ones that a filter wants. */
export async function findWantedEvents(
  ctx: Context,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
  { types, case_id }: EventFilter,
): Promise<StreamEventAnswer[]> {
  const rows = await ctx.db.streamEvent.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...siteFilter(ctx),
      position: { gt: after, lte: upTo },
      ...(case_id !== undefined && { workflowId: case_id }),
      ...(types && !types.includes("*") && { OR: types.map(ofType) }),
    },
    orderBy: { position: "asc" },
    take: limit,
  });
  return rows.map(toEvent);
}

function ofType(pattern: string) {
  return pattern.endsWith(".*")
    ? { type: { startsWith: pattern.slice(0, -1) } }
    : { type: pattern };
}

/** Of any tenant; whatever came is at or below it. */
export async function findNewestPosition(ctx: Context): Promise<number> {
  const newest = await ctx.db.streamEvent.findFirst({
    orderBy: { position: "desc" },
    select: { position: true },
  });
  return newest ? Number(newest.position) : findPrunedPosition(ctx);
}

/** Events up to here are no longer kept; 0 when all are. */
export async function findPrunedPosition(ctx: Context): Promise<number> {
  const row = await ctx.db.streamHead.findUnique({ where: { name: PRUNED } });
  return Number(row?.auditEntryId ?? 0);
}

/** Removes at most `limit` events from before `time`. @returns how many */
export async function deleteEventsBefore(
  tx: TransactionContext,
  time: Date,
  limit: number,
): Promise<number> {
  const kept = await tx.db.streamEvent.findFirst({
    where: { at: { gte: time } },
    orderBy: { position: "asc" },
    select: { position: true },
  });
  const old = await tx.db.streamEvent.findMany({
    where: { at: { lt: time }, ...(kept && { position: { lt: kept.position } }) },
    orderBy: { position: "asc" },
    take: limit,
    select: { position: true },
  });
  const last = old.at(-1)?.position;
  if (last === undefined) {
    return 0;
  }
  const { count } = await tx.db.streamEvent.deleteMany({ where: { position: { lte: last } } });
  const data = { auditEntryId: last, gaps: [], updatedAt: tx.now() };
  await tx.db.streamHead.upsert({
    where: { name: PRUNED },
    create: { name: PRUNED, ...data },
    update: data,
  });
  return count;
}

function toRow({ tenantId, auditEntryId, at, facts }: NewStreamEvent) {
  const { type, site_id, subject, case_id, actor, data } = facts;
  return {
    tenantId,
    auditEntryId,
    at,
    type,
    siteId: site_id,
    subjectType: subject.type,
    subjectId: subject.id,
    workflowId: case_id,
    data: { actor, ...data },
  };
}

interface EventRow {
  position: bigint;
  type: string;
  at: Date;
  siteId: string;
  subjectType: string;
  subjectId: string;
  workflowId: bigint | null;
  data: unknown;
}

function toEvent(row: EventRow): StreamEventAnswer {
  const { actor, ...data } = row.data as {
    actor: StreamEventAnswer["actor"];
    before: JsonObject;
    after: JsonObject;
  };
  return {
    id: String(row.position),
    type: row.type,
    time: row.at.toISOString(),
    site_id: row.siteId,
    subject: { type: row.subjectType, id: row.subjectId },
    case_id: row.workflowId === null ? null : Number(row.workflowId),
    actor,
    data,
  };
}
