import type { AuditDraw } from "@/lib/ame/record-evidence";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import { outcomeDueAt } from "./outcome-due-at";

const ofCaller = (ctx: Context) => ({ tenantId: ctx.tenantId, ...siteFilter(ctx) });

/** What is needed to say that the outcome of an execution, governed or reported, stayed out. */
export interface OverdueExecution {
  siteId: string;
  queue: string;
  actionType: string;
  roleContext: string;
  caseId: number | null;
  /** ours, or the one that the reporting system named */
  proposalId: string | null;
  isCheckCase: boolean;
  outcomeDueAt: Date;
}

/**
 * Keeps how the audit of an own action was drawn; one that was drawn has to be settled in time.
 * @param draw from: end of its undo window, or when it ran
 */
export async function keepDraw(
  tx: TransactionContext,
  id: number,
  { probability, isDrawn, from }: AuditDraw & { from: Date },
): Promise<void> {
  await tx.db.execution.update({
    where: { id, tenantId: tx.tenantId },
    data: {
      auditProbability: probability,
      ...(isDrawn && { auditState: "open", outcomeDueAt: outcomeDueAt(from) }),
    },
    select: { id: true },
  });
}

/**
 * Marks a check case, which looks like any other: it was drawn, by whoever does such things there.
 */
export async function keepCheckCase(tx: TransactionContext, id: number): Promise<void> {
  const its = { id, tenantId: tx.tenantId };
  const { siteId, actionType } = await tx.db.execution.findUniqueOrThrow({ where: its });
  const alike = await tx.db.execution.findFirst({
    where: { ...ofCaller(tx), siteId, actionType, auditProbability: { not: null } },
    orderBy: { id: "desc" },
    select: { actorId: true, auditProbability: true },
  });
  await tx.db.execution.update({
    where: its,
    data: {
      isCheckCase: true,
      auditState: "open",
      actorId: alike?.actorId ?? "system",
      auditProbability: alike?.auditProbability ?? 1,
    },
    select: { id: true },
  });
}

/**
 * Its outcome is known, or it was undone: nobody waits for an outcome any more.
 * @returns whether its audit was open, which is so for one caller only
 */
export async function settleOutcome(tx: TransactionContext, id: number): Promise<boolean> {
  const its = { id, ...ofCaller(tx) };
  await tx.db.execution.updateMany({
    where: { ...its, outcomeDueAt: { not: null } },
    data: { outcomeDueAt: null },
  });
  const settled = await tx.db.execution.updateMany({
    where: { ...its, auditState: "open" },
    data: { auditState: "settled" },
  });
  return settled.count === 1;
}

/** Of every tenant: executions whose outcome should have been known by now, the longest overdue first. */
export async function findOverdueExecutions(
  ctx: Context,
  limit: number,
): Promise<{ tenantId: string; id: number }[]> {
  const rows = await ctx.db.execution.findMany({
    where: { outcomeDueAt: { lte: ctx.now() } },
    orderBy: [{ outcomeDueAt: "asc" }, { id: "asc" }],
    take: limit,
    select: { tenantId: true, id: true },
  });
  return rows.map(({ tenantId, id }) => ({ tenantId, id: Number(id) }));
}

/** Stops waiting for an overdue outcome; false when nobody waits for it any more. */
export async function closeOutcome(tx: TransactionContext, id: number): Promise<boolean> {
  const its = { id, ...ofCaller(tx) };
  const closed = await tx.db.execution.updateMany({
    where: { ...its, outcomeDueAt: { lte: tx.now() } },
    data: { outcomeDueAt: null },
  });
  await tx.db.execution.updateMany({
    where: { ...its, auditState: "open", outcomeDueAt: null },
    data: { auditState: "missed" },
  });
  return closed.count === 1;
}

/** null when its outcome is not overdue (any more) */
export async function findOverdueExecution(
  ctx: Context,
  id: number,
): Promise<OverdueExecution | null> {
  const row = await ctx.db.execution.findFirst({
    where: { id, ...ofCaller(ctx), outcomeDueAt: { lte: ctx.now() } },
    include: { proposal: { select: { queue: true } } },
  });
  if (!row?.outcomeDueAt) {
    return null;
  }
  return {
    siteId: row.siteId,
    queue: row.proposal?.queue ?? row.queue ?? "",
    actionType: row.actionType,
    roleContext: row.roleContext,
    caseId: row.workflowId === null ? null : Number(row.workflowId),
    proposalId: row.proposalId ?? row.reportedProposalId,
    isCheckCase: row.isCheckCase,
    outcomeDueAt: row.outcomeDueAt,
  };
}
