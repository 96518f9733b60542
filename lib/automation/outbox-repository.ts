import type { JsonObject } from "@/lib/contracts/common";
import type { Context, TransactionContext } from "@/lib/kernel/context";

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
    where: { id, tenantId: tx.tenantId, status: "waiting" },
    data: { status: "cancelled", updatedAt: tx.now() },
  });
  return changed.count === 1;
}

export interface WaitingMessage {
  id: number;
  siteId: string;
  topic: string;
  caseId: number | null;
}

/** Those whose time has come, the longest waiting first. */
export async function findDueMessages(ctx: Context, limit: number): Promise<WaitingMessage[]> {
  const rows = await ctx.db.outboxMessage.findMany({
    where: { tenantId: ctx.tenantId, status: "waiting", availableAt: { lte: ctx.now() } },
    orderBy: [{ availableAt: "asc" }, { id: "asc" }],
    take: limit,
    select: { id: true, siteId: true, topic: true, workflowId: true },
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
