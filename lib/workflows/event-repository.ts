import type { Prisma } from "@/generated/sqlite/client";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Case, CaseEvent } from "./case";
import { newestOfEach } from "./newest-of-each";

export interface NewEvent {
  eventType: string;
  payload: JsonObject;
}

/** @param sequence its number within the case, from the counter that `touchCase` raised */
export async function insertEvent(
  tx: TransactionContext,
  caseId: number,
  sequence: number,
  event: NewEvent,
): Promise<CaseEvent> {
  const row = await tx.db.event.create({ data: eventData(tx, caseId, sequence, event) });
  return toEvent(row);
}

/** The events a case begins with: two statements, however many. @returns them as stored */
export async function insertFirstEvents(
  tx: TransactionContext,
  caseId: number,
  events: readonly NewEvent[],
): Promise<CaseEvent[]> {
  if (events.length === 0) {
    return [];
  }
  await insertEventsUnread(tx, caseId, 1, events);
  return findEventsAfter(tx, caseId, { limit: events.length });
}

/** Many at once, when nobody needs the ids. */
export async function insertEventsUnread(
  tx: TransactionContext,
  caseId: number,
  firstSequence: number,
  events: readonly NewEvent[],
): Promise<void> {
  const data = events.map((event, i) => eventData(tx, caseId, firstSequence + i, event));
  await tx.db.event.createMany({ data });
}

function eventData(tx: TransactionContext, caseId: number, sequence: number, event: NewEvent) {
  return { ...event, workflowId: caseId, sequence, actorId: tx.actor.id, createdAt: tx.now() };
}

/** Oldest first. */
export async function findEventsAfter(
  ctx: Context,
  caseId: number,
  page: { limit: number; afterSequence?: number | undefined },
): Promise<(CaseEvent & { sequence: number })[]> {
  const rows = await ctx.db.event.findMany({
    where: {
      workflowId: caseId,
      ...(page.afterSequence === undefined ? {} : { sequence: { gt: page.afterSequence } }),
    },
    orderBy: { sequence: "asc" },
    take: page.limit,
  });
  return rows.map((row) => ({ ...toEvent(row), sequence: row.sequence }));
}

/** The newest `limit` events of each case, oldest first. */
export function findNewestEvents(
  ctx: Context,
  cases: readonly Case[],
  limit: number,
): Promise<Map<number, CaseEvent[]>> {
  return newestOfEach(cases, limit, {
    count: (one) => one.eventCount,
    all: async (caseIds) => {
      const rows = await ctx.db.event.findMany({
        where: { workflowId: { in: caseIds } },
        orderBy: [{ workflowId: "asc" }, { sequence: "asc" }],
      });
      return rows.map(toEvent);
    },
    newest: async (caseId) => {
      const rows = await ctx.db.event.findMany({
        where: { workflowId: caseId },
        orderBy: { sequence: "desc" },
        take: limit,
      });
      return rows.map(toEvent);
    },
  });
}

function toEvent(row: Prisma.EventGetPayload<object>): CaseEvent {
  return {
    id: Number(row.id),
    caseId: Number(row.workflowId),
    eventType: row.eventType,
    payload: row.payload as JsonObject,
    createdAt: row.createdAt,
  };
}
