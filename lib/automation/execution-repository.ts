import type { Prisma } from "@/generated/sqlite/client";
import type { JsonObject } from "@/lib/contracts/common";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Effect } from "./action";
import type { Execution } from "./proposal";

export type NewExecution = Pick<
  Execution,
  | "siteId"
  | "caseId"
  | "proposalId"
  | "actionType"
  | "gateKey"
  | "effects"
  | "moveCount"
  | "reversibleUntil"
>;

export async function insertExecution(
  tx: TransactionContext,
  fresh: NewExecution,
): Promise<Execution> {
  const { caseId, effects, ...fields } = fresh;
  const row = await tx.db.execution.create({
    data: {
      ...fields,
      tenantId: tx.tenantId,
      workflowId: caseId,
      effects: effects as unknown as JsonObject[],
      actorId: tx.actor.id,
      executedAt: tx.now(),
    },
  });
  return toExecution(row);
}

/** @throws AppError not_found */
export async function getExecution(ctx: Context, id: number): Promise<Execution> {
  const row = await ctx.db.execution.findFirst({
    where: { id, tenantId: ctx.tenantId, workflowId: { not: null } },
  });
  if (!row) {
    throw new AppError(
      "not_found",
      `Execution ${id} not found; its id is in the answer to execute.`,
    );
  }
  return toExecution(row);
}

/** Marks an execution as undone; of any number of callers at the same time one gets true. */
export async function claimRollback(
  tx: TransactionContext,
  id: number,
  reason: string,
): Promise<boolean> {
  const changed = await tx.db.execution.updateMany({
    where: { id, tenantId: tx.tenantId, rolledBackAt: null },
    data: { rolledBackAt: tx.now(), rolledBackBy: tx.actor.id, rollbackReason: reason },
  });
  return changed.count === 1;
}

/** Of a governed execution; one that another system only reported hangs on no case. */
export function toExecution(row: Prisma.ExecutionGetPayload<object>): Execution {
  if (row.workflowId === null || row.proposalId === null) {
    throw new Error(`Execution ${row.id} was reported, not governed`);
  }
  return {
    id: Number(row.id),
    siteId: row.siteId,
    caseId: Number(row.workflowId),
    proposalId: row.proposalId,
    actionType: row.actionType,
    gateKey: row.gateKey,
    effects: row.effects as unknown as Effect[],
    moveCount: row.moveCount,
    actorId: row.actorId,
    executedAt: row.executedAt,
    reversibleUntil: row.reversibleUntil,
    rolledBackAt: row.rolledBackAt,
    rolledBackBy: row.rolledBackBy,
    rollbackReason: row.rollbackReason,
  };
}
