import type { DeliveryAnswer, DeliveryStatus } from "@/lib/contracts/webhooks";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { toldValue } from "@/lib/kernel/told-value";

export interface NewDelivery {
  tenantId: string;
  endpointId: string;
  eventId: string;
  eventType: string;
  /** exactly what is sent */
  body: string;
}

export interface Delivery extends NewDelivery {
  id: number;
  status: DeliveryStatus;
  attempts: number;
  /** how often it has been replayed */
  generation: number;
}

/** What an attempt came to. */
export interface DeliveryChanges {
  status: DeliveryStatus;
  attempts?: number;
  lastStatus?: number | null;
  lastError?: string | null;
  nextAttemptAt: Date | null;
  deliveredAt?: Date | null;
}

const ROWS_AT_A_TIME = 50;
const KEY = (delivery: { endpointId: string; eventId: string }) => ({
  endpointId_eventId: { endpointId: delivery.endpointId, eventId: delivery.eventId },
});

/** The unique key of endpoint and event lets none be there twice. */
export async function insertDeliveries(
  tx: TransactionContext,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  const now = tx.now();
  const rows = deliveries.map((delivery) => ({
    ...delivery,
    nextAttemptAt: now,
    createdAt: now,
    updatedAt: now,
  }));
  for (let i = 0; i < rows.length; i += ROWS_AT_A_TIME) {
    await tx.db.webhookDelivery.createMany({ data: rows.slice(i, i + ROWS_AT_A_TIME) });
  }
}

export async function findDelivery(
  ctx: Context,
  key: { endpointId: string; eventId: string },
): Promise<Delivery | null> {
  const row = await ctx.db.webhookDelivery.findUnique({
    where: { ...KEY(key), tenantId: ctx.tenantId },
  });
  return row && toDelivery(row);
}

/** @throws AppError not_found */
export async function getDeliveryKey(
  ctx: Context,
  endpointId: string,
  id: number,
): Promise<
  Pick<Delivery, "endpointId" | "eventId" | "status" | "generation"> & {
    nextAttemptAt: Date | null;
  }
> {
  const row = await ctx.db.webhookDelivery.findFirst({
    where: { id, endpointId, tenantId: ctx.tenantId },
    select: {
      endpointId: true,
      eventId: true,
      status: true,
      generation: true,
      nextAttemptAt: true,
    },
  });
  if (!row) {
    throw new AppError(
      "not_found",
      `Delivery ${id} of webhook ${toldValue(endpointId)} not found; GET /api/webhooks/${toldValue(endpointId)}/deliveries lists them.`,
    );
  }
  return { ...row, status: row.status as DeliveryStatus };
}

/** Newest first, those before an id. */
export async function findDeliveries(
  ctx: Context,
  page: {
    endpointId: string;
    limit: number;
    beforeId?: number | undefined;
    status?: DeliveryStatus | undefined;
  },
): Promise<DeliveryAnswer[]> {
  const { endpointId, limit, beforeId, status } = page;
  const rows = await ctx.db.webhookDelivery.findMany({
    where: {
      endpointId,
      tenantId: ctx.tenantId,
      ...(beforeId !== undefined && { id: { lt: beforeId } }),
      ...(status && { status }),
    },
    orderBy: { id: "desc" },
    take: limit,
  });
  return rows.map(toDeliveryAnswer);
}

/** Oldest first. */
export async function findDeadDeliveries(
  ctx: Context,
  wanted: { endpointId: string; since: Date | null; limit: number },
): Promise<Pick<Delivery, "id" | "endpointId" | "eventId" | "generation">[]> {
  const rows = await ctx.db.webhookDelivery.findMany({
    where: {
      endpointId: wanted.endpointId,
      tenantId: ctx.tenantId,
      status: "dead",
      ...(wanted.since && { createdAt: { gte: wanted.since } }),
    },
    orderBy: { id: "asc" },
    take: wanted.limit,
    select: { id: true, endpointId: true, eventId: true, generation: true },
  });
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** Of every tenant: those that wait although their next attempt was due before a time; by id. */
export async function findOverdueDeliveries(
  ctx: Context,
  page: { before: Date; afterId: number; limit: number },
): Promise<Delivery[]> {
  const rows = await ctx.db.webhookDelivery.findMany({
    where: {
      status: "waiting",
      nextAttemptAt: { lt: page.before },
      id: { gt: page.afterId },
    },
    orderBy: { id: "asc" },
    take: page.limit,
  });
  return rows.map(toDelivery);
}

/** @returns false when it is in none of the states `from` any more, or has been replayed since */
export async function updateDelivery(
  tx: TransactionContext,
  { id, tenantId, generation }: Pick<Delivery, "id" | "tenantId" | "generation">,
  from: readonly DeliveryStatus[],
  changes: DeliveryChanges,
): Promise<boolean> {
  const { count } = await tx.db.webhookDelivery.updateMany({
    where: { id, tenantId, generation, status: { in: [...from] } },
    data: { ...changes, updatedAt: tx.now() },
  });
  return count > 0;
}

/** What has not been sent to an endpoint is not sent any more. @returns how many */
export async function cancelWaiting(
  tx: TransactionContext,
  endpointId: string,
  reason: string,
): Promise<number> {
  const { count } = await tx.db.webhookDelivery.updateMany({
    where: { endpointId, tenantId: tx.tenantId, status: "waiting" },
    data: { status: "cancelled", lastError: reason, nextAttemptAt: null, updatedAt: tx.now() },
  });
  return count;
}

/** Back to the start, with every attempt before them. */
export async function resetDeliveries(
  tx: TransactionContext,
  ids: readonly number[],
): Promise<void> {
  const now = tx.now();
  await tx.db.webhookDelivery.updateMany({
    where: { id: { in: [...ids] }, tenantId: tx.tenantId },
    data: {
      status: "waiting",
      generation: { increment: 1 },
      attempts: 0,
      lastError: null,
      lastStatus: null,
      deliveredAt: null,
      nextAttemptAt: now,
      updatedAt: now,
    },
  });
}

export async function readDeliveryAnswer(
  ctx: Context,
  key: { endpointId: string; eventId: string },
): Promise<DeliveryAnswer> {
  return toDeliveryAnswer(
    await ctx.db.webhookDelivery.findUniqueOrThrow({
      where: { ...KEY(key), tenantId: ctx.tenantId },
    }),
  );
}

/** Removes at most `limit` that ended before `time`. @returns how many */
export async function deleteDeliveriesBefore(
  tx: TransactionContext,
  time: Date,
  limit: number,
): Promise<number> {
  const old = await tx.db.webhookDelivery.findMany({
    where: { status: { not: "waiting" }, updatedAt: { lt: time } },
    orderBy: { updatedAt: "asc" },
    take: limit,
    select: { id: true },
  });
  const { count } = await tx.db.webhookDelivery.deleteMany({
    where: { id: { in: old.map(({ id }) => id) } },
  });
  return count;
}

interface DeliveryRow extends NewDelivery {
  id: bigint;
  status: string;
  attempts: number;
  generation: number;
  lastStatus: number | null;
  lastError: string | null;
  nextAttemptAt: Date | null;
  deliveredAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

function toDelivery(row: DeliveryRow): Delivery {
  return { ...row, id: Number(row.id), status: row.status as DeliveryStatus };
}

function toDeliveryAnswer(row: DeliveryRow): DeliveryAnswer {
  return {
    id: Number(row.id),
    webhook_id: row.endpointId,
    event_id: row.eventId,
    event_type: row.eventType,
    status: row.status as DeliveryStatus,
    attempts: row.attempts,
    last_status: row.lastStatus,
    last_error: row.lastError,
    next_attempt_at: row.nextAttemptAt?.toISOString() ?? null,
    delivered_at: row.deliveredAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    body: JSON.parse(row.body),
  };
}
