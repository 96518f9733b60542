import type { JsonObject } from "@/lib/contracts/common";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";

/** Stores a message for another system in the transaction that wants it sent. @returns its id */
export async function insertMessage(
  tx: TransactionContext,
  message: {
    topic: string;
    payload: JsonObject;
    siteId: string;
    caseId: number;
    availableAt: Date;
  },
): Promise<number> {
  const now = tx.now();
  const row = await tx.db.outboxMessage.create({
    data: {
      tenantId: tx.tenantId,
      siteId: message.siteId,
      topic: message.topic,
      payload: message.payload,
      workflowId: message.caseId,
      availableAt: message.availableAt,
      createdAt: now,
      updatedAt: now,
    },
    select: { id: true },
  });
  return Number(row.id);
}

/** Takes a message back. @returns false when it has already left */
export async function cancelMessage(tx: TransactionContext, id: number): Promise<boolean> {
  const changed = await tx.db.outboxMessage.updateMany({
    where: { id, tenantId: tx.tenantId, ...siteFilter(tx), status: "waiting" },
    data: { status: "cancelled", updatedAt: tx.now() },
  });
  return changed.count === 1;
}

export interface WaitingMessage {
  tenantId: string;
  id: number;
  siteId: string;
  topic: string;
  caseId: number | null;
  availableAt: Date;
}

/**
 * Of every tenant: those whose time has come, the longest waiting first; those after `after` where
 * it is given.
 */
export async function findDueMessages(
  ctx: Context,
  limit: number,
  after: Pick<WaitingMessage, "availableAt" | "id"> | null = null,
): Promise<WaitingMessage[]> {
  const rows = await ctx.db.outboxMessage.findMany({
    where: {
      status: "waiting",
      availableAt: { lte: ctx.now() },
      ...(after && {
        OR: [
          { availableAt: { gt: after.availableAt } },
          { availableAt: after.availableAt, id: { gt: after.id } },
        ],
      }),
    },
    orderBy: [{ availableAt: "asc" }, { id: "asc" }],
    take: limit,
    select: {
      tenantId: true,
      id: true,
      siteId: true,
      topic: true,
      workflowId: true,
      availableAt: true,
    },
  });
  return rows.map(({ id, workflowId, ...rest }) => ({
    ...rest,
    id: Number(id),
    caseId: workflowId === null ? null : Number(workflowId),
  }));
}

/** Lets a message leave. @returns false when it has left or was taken back */
export async function releaseMessage(tx: TransactionContext, id: number): Promise<boolean> {
  const changed = await tx.db.outboxMessage.updateMany({
    where: { id, tenantId: tx.tenantId, status: "waiting", availableAt: { lte: tx.now() } },
    data: { status: "released", updatedAt: tx.now() },
  });
  return changed.count === 1;
}

export async function deleteMessagesOfSite(tx: TransactionContext, siteId: string): Promise<void> {
  await tx.db.outboxMessage.deleteMany({ where: { tenantId: tx.tenantId, siteId } });
}
