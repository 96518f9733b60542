import type { Prisma } from "@/generated/sqlite/client";
import type { JsonObject } from "@/lib/contracts/common";
import type { ProposalStatus } from "@/lib/contracts/proposal";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import type { Case } from "@/lib/workflows/case";
import { toExecution } from "./execution-repository";
import type { Decision, Proposal, ProposalWithHistory } from "./proposal";

/** Deferring leaves a decision each time; an answer shows the newest. */
const MAX_DECISIONS = 50;

const HISTORY = {
  decisions: { orderBy: { id: "desc" }, take: MAX_DECISIONS },
  executions: { orderBy: { id: "desc" }, take: 1 },
} satisfies Prisma.ProposalInclude;

type RowWithHistory = Prisma.ProposalGetPayload<{ include: typeof HISTORY }>;

const ofCaller = (ctx: Context) => ({ tenantId: ctx.tenantId, ...siteFilter(ctx) });

export async function insertProposal(
  tx: TransactionContext,
  fresh: Omit<
    Proposal,
    "version" | "decidedBy" | "decidedAt" | "executedBy" | "executedAt" | "evidenceHash"
  >,
): Promise<Proposal> {
  const { caseId, ...fields } = fresh;
  const row = await tx.db.proposal.create({
    data: { ...fields, tenantId: tx.tenantId, workflowId: caseId, updatedAt: fresh.proposedAt },
  });
  return toProposal(row);
}

export async function findProposal(ctx: Context, id: string): Promise<Proposal | null> {
  const row = await ctx.db.proposal.findFirst({ where: { id, ...ofCaller(ctx) } });
  return row && toProposal(row);
}

/** @throws AppError not_found */
export async function getProposal(ctx: Context, id: string): Promise<Proposal> {
  return (await findProposal(ctx, id)) ?? throwUnknown();
}

/** @throws AppError not_found */
export async function getProposalWithHistory(
  ctx: Context,
  id: string,
): Promise<ProposalWithHistory> {
  const row = await ctx.db.proposal.findFirst({
    where: { id, ...ofCaller(ctx) },
    include: HISTORY,
  });
  return row ? toProposalWithHistory(row) : throwUnknown();
}

function throwUnknown(): never {
  throw new AppError(
    "not_found",
    "Proposal not found; list those that wait at GET /api/dashboard/automation/pending.",
  );
}

/** Keeps every other writer of the proposal waiting until the transaction ends; changes nothing. */
export async function lockProposal(tx: TransactionContext, id: string): Promise<void> {
  await tx.db.proposal.updateMany({
    where: { id, ...ofCaller(tx) },
    data: { version: { increment: 0 } },
  });
}

type Stamp = Partial<
  Pick<Proposal, "decidedBy" | "decidedAt" | "executedBy" | "executedAt" | "evidenceHash">
>;

/**
 * Moves a proposal from one status to the next. Of any number of callers at the same time one
 * gets true, because the row is only changed while it still has the old status.
 */
export async function claimProposal(
  tx: TransactionContext,
  id: string,
  step: { from: ProposalStatus; to: ProposalStatus },
  stamp: Stamp = {},
): Promise<boolean> {
  const changed = await tx.db.proposal.updateMany({
    where: { id, ...ofCaller(tx), status: step.from },
    data: { ...stamp, status: step.to, version: { increment: 1 }, updatedAt: tx.now() },
  });
  return changed.count === 1;
}

/**
 * Marks the open proposals of a locked case as stale that were made before its last move.
 * @returns their ids
 */
export async function retireProposals(tx: TransactionContext, one: Case): Promise<string[]> {
  const open = { in: ["pending", "approved"] };
  const outdated = await tx.db.proposal.findMany({
    where: {
      ...ofCaller(tx),
      workflowId: one.id,
      status: open,
      moveCount: { not: one.moveCount },
    },
    select: { id: true },
  });
  const ids = outdated.map(({ id }) => id);
  if (ids.length > 0) {
    await tx.db.proposal.updateMany({
      where: { ...ofCaller(tx), id: { in: ids }, status: open },
      data: { status: "stale", version: { increment: 1 }, updatedAt: tx.now() },
    });
  }
  return ids;
}

export async function insertDecision(
  tx: TransactionContext,
  proposalId: string,
  decision: Omit<Decision, "actorId" | "decidedAt"> & {
    claimedBy: string | null;
    evidenceHash: string | null;
  },
): Promise<void> {
  await tx.db.decision.create({
    data: {
      ...decision,
      proposalId,
      actorId: tx.actor.id,
      actorRole: tx.actor.role,
      decidedAt: tx.now(),
    },
    select: { id: true },
  });
}

/** Who approved it, and as what; null when nobody has. */
export function findApprover(
  ctx: Context,
  proposalId: string,
): Promise<{ actorId: string; actorRole: string } | null> {
  return ctx.db.decision.findFirst({
    where: { proposalId, decision: "approve", proposal: ofCaller(ctx) },
    orderBy: { id: "desc" },
    select: { actorId: true, actorRole: true },
  });
}

/** Newest first. */
export async function findProposalsOfCase(
  ctx: Context,
  caseId: number,
  limit: number,
): Promise<ProposalWithHistory[]> {
  const rows = await ctx.db.proposal.findMany({
    where: { workflowId: caseId, ...ofCaller(ctx) },
    orderBy: [{ proposedAt: "desc" }, { id: "desc" }],
    take: limit,
    include: HISTORY,
  });
  return rows.map(toProposalWithHistory);
}

/** Oldest first. */
export async function findPendingProposals(
  ctx: Context,
  page: { limit: number; after: { at: Date; id: string } | null },
): Promise<ProposalWithHistory[]> {
  const { after } = page;
  const rows = await ctx.db.proposal.findMany({
    where: {
      ...ofCaller(ctx),
      status: "pending",
      ...(after && {
        OR: [{ proposedAt: { gt: after.at } }, { proposedAt: after.at, id: { gt: after.id } }],
      }),
    },
    orderBy: [{ proposedAt: "asc" }, { id: "asc" }],
    take: page.limit,
    include: HISTORY,
  });
  return rows.map(toProposalWithHistory);
}

/** Of every tenant: what waited too long for its decision, or approved for its run, the oldest first. */
export function findOutdatedProposals(
  ctx: Context,
  by: { madeBefore: Date; approvedBefore: Date; limit: number },
): Promise<{ tenantId: string; id: string }[]> {
  return ctx.db.proposal.findMany({
    where: {
      OR: [
        { status: "pending", proposedAt: { lt: by.madeBefore } },
        { status: "approved", decidedAt: { lt: by.approvedBefore } },
      ],
    },
    orderBy: [{ proposedAt: "asc" }, { id: "asc" }],
    take: by.limit,
    select: { tenantId: true, id: true },
  });
}

export function countPendingProposals(ctx: Context): Promise<number> {
  return ctx.db.proposal.count({ where: { ...ofCaller(ctx), status: "pending" } });
}

/** case id -> proposals that wait for a decision or for execution */
export async function countOpenProposals(
  ctx: Context,
  caseIds: readonly number[],
): Promise<Map<number, number>> {
  const groups = await ctx.db.proposal.groupBy({
    by: ["workflowId"],
    where: {
      ...ofCaller(ctx),
      workflowId: { in: [...caseIds] },
      status: { in: ["pending", "approved"] },
    },
    _count: { _all: true },
  });
  return new Map(groups.map((group) => [Number(group.workflowId), group._count._all]));
}

function toProposal(row: Prisma.ProposalGetPayload<object>): Proposal {
  return {
    id: row.id,
    siteId: row.siteId,
    caseId: Number(row.workflowId),
    actionType: row.actionType,
    label: row.label,
    payload: row.payload as JsonObject,
    gateKey: row.gateKey,
    queue: row.queue,
    moveCount: row.moveCount,
    confidence: row.confidence,
    safetyScore: row.safetyScore,
    features: row.features as JsonObject,
    status: row.status as ProposalStatus,
    version: row.version,
    proposedBy: row.proposedBy,
    proposedAt: row.proposedAt,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt,
    executedBy: row.executedBy,
    executedAt: row.executedAt,
    evidenceHash: row.evidenceHash,
  };
}

function toProposalWithHistory(row: RowWithHistory): ProposalWithHistory {
  const [execution] = row.executions;
  return {
    ...toProposal(row),
    decisions: row.decisions
      .map((decision) => ({ ...decision, decision: decision.decision as Decision["decision"] }))
      .reverse(),
    execution: execution ? toExecution(execution) : null,
  };
}
