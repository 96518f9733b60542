import type { Prisma } from "@/generated/sqlite/client";
import type { JsonObject } from "@/lib/contracts/common";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import type { Effect } from "./action";
import type { Execution, ReportedExecution } from "./proposal";

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

const ofCaller = (ctx: Context) => ({ tenantId: ctx.tenantId, ...siteFilter(ctx) });

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

export interface NewReportedExecution
  extends Pick<
    ReportedExecution,
    "siteId" | "queue" | "actionType" | "roleContext" | "beforeState" | "reversibleUntil"
  > {
  reportedProposalId: string | null;
  afterState: JsonObject;
  /** by when its outcome must be known; null = nobody waits for one */
  outcomeDueAt: Date | null;
}

/** @returns its id, of the same sequence as those of governed executions */
export async function insertReportedExecution(
  tx: TransactionContext,
  fresh: NewReportedExecution,
): Promise<number> {
  const row = await tx.db.execution.create({
    data: {
      ...fresh,
      tenantId: tx.tenantId,
      effects: [],
      moveCount: 0,
      actorId: tx.actor.id,
      executedAt: tx.now(),
    },
    select: { id: true },
  });
  return Number(row.id);
}

/**
 * Forgets those of other systems, and that any other is to be audited.
 * @param siteId missing = those of all sites
 */
export async function deleteReportedExecutions(
  tx: TransactionContext,
  siteId?: string,
): Promise<number> {
  const place = { tenantId: tx.tenantId, ...(siteId !== undefined && { siteId }) };
  // Of what stays nothing is known any more that an audit could settle.
  await tx.db.execution.updateMany({
    where: { ...place, workflowId: { not: null }, auditState: "open" },
    data: { auditState: null, outcomeDueAt: null },
  });
  const removed = await tx.db.execution.deleteMany({
    where: { ...place, workflowId: null },
  });
  return removed.count;
}

export type AnyExecution =
  | ({ kind: "governed" } & Execution)
  | ({ kind: "reported" } & ReportedExecution);

/** @throws AppError not_found */
export async function getExecution(ctx: Context, id: number): Promise<AnyExecution> {
  const row = await ctx.db.execution.findFirst({ where: { id, ...ofCaller(ctx) } });
  if (!row) {
    throw new AppError(
      "not_found",
      `Execution ${id} not found; its id is in the answer to execute.`,
    );
  }
  return row.workflowId === null
    ? { kind: "reported", ...toReportedExecution(row) }
    : { kind: "governed", ...toExecution(row) };
}

/** Who carried it out, or said so. */
export async function findExecutor(ctx: Context, id: number): Promise<string | null> {
  const row = await ctx.db.execution.findFirst({
    where: { id, ...ofCaller(ctx) },
    select: { actorId: true },
  });
  return row?.actorId ?? null;
}

/** More than a batch of cases has; what is beyond counts as not found. */
const MAX_OF_CASES = 5000;

/** What was executed on some cases, where each case stood; newest first. */
export async function findExecutedOn(
  ctx: Context,
  caseIds: readonly number[],
): Promise<
  (Pick<Execution, "caseId" | "actionType" | "effects" | "gateKey"> & { queue: string })[]
> {
  const rows = await ctx.db.execution.findMany({
    where: { tenantId: ctx.tenantId, ...siteFilter(ctx), workflowId: { in: [...caseIds] } },
    orderBy: { id: "desc" },
    take: MAX_OF_CASES,
    include: { proposal: { select: { queue: true } } },
  });
  return rows.flatMap(({ proposal, ...row }) => {
    const { caseId, actionType, effects, gateKey } = toExecution(row);
    return proposal ? [{ caseId, actionType, effects, gateKey, queue: proposal.queue }] : [];
  });
}

/** Marks an execution as undone; of any number of callers at the same time one gets true. */
export async function claimRollback(
  tx: TransactionContext,
  id: number,
  reason: string,
): Promise<boolean> {
  const changed = await tx.db.execution.updateMany({
    where: { id, ...ofCaller(tx), rolledBackAt: null },
    data: {
      rolledBackAt: tx.now(),
      rolledBackBy: tx.actor.id,
      rollbackReason: reason,
    },
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

function toReportedExecution(row: Prisma.ExecutionGetPayload<object>): ReportedExecution {
  return {
    id: Number(row.id),
    proposalId: row.reportedProposalId,
    siteId: row.siteId,
    queue: row.queue ?? "",
    actionType: row.actionType,
    roleContext: row.roleContext,
    beforeState: row.beforeState as JsonObject,
    reversibleUntil: row.reversibleUntil,
    rolledBackAt: row.rolledBackAt,
  };
}
