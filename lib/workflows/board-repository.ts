import type { Prisma } from "@/generated/sqlite/client";
import type { Context } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import type { Case } from "./case";
import { toCase } from "./case-repository";
import { toSearchable } from "./search-text";

export type BoardFilter = "all" | "breached" | "at_risk" | "rejected" | "awaiting_decision";

export interface BoardQuery {
  search: string | null;
  show: BoardFilter;
  now: Date;
  /** promises before this moment are at risk */
  riskUntil: Date;
  /** closed cases changed before this moment are not shown */
  closedSince: Date;
  /** cases per queue */
  limit: number;
}

export interface QueueCounts {
  count: number;
  breached: number;
  atRisk: number;
}

/** The cases of one open queue, the earliest promise first. */
export async function findMostUrgent(
  ctx: Context,
  queue: string,
  query: BoardQuery,
): Promise<Case[]> {
  const rows = await ctx.db.workflow.findMany({
    where: { ...whereOpen(ctx, query), queue },
    orderBy: [{ promisedAt: "asc" }, { id: "asc" }],
    take: query.limit,
  });
  return rows.map(toCase);
}

/** The cases that a closed queue received since `closedSince`, the newest first. */
export async function findJustClosed(
  ctx: Context,
  queue: string,
  query: BoardQuery,
): Promise<Case[]> {
  const rows = await ctx.db.workflow.findMany({
    where: whereClosed(ctx, queue, query),
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    take: query.limit,
  });
  return rows.map(toCase);
}

/** How many cases a closed queue received since `closedSince`. */
export function countJustClosed(ctx: Context, queue: string, query: BoardQuery): Promise<number> {
  return ctx.db.workflow.count({ where: whereClosed(ctx, queue, query) });
}

/** queue -> how many open cases stand there, and how their promises are */
export async function countQueues(
  ctx: Context,
  query: BoardQuery,
): Promise<Map<string, QueueCounts>> {
  const where = whereOpen(ctx, query);
  const all = await countBy(ctx, where);
  const breached = await countBy(ctx, { AND: [where, isBreached(query)] });
  const atRisk = await countBy(ctx, { AND: [where, isAtRisk(query)] });
  return new Map(
    [...all].map(([queue, count]) => [
      queue,
      { count, breached: breached.get(queue) ?? 0, atRisk: atRisk.get(queue) ?? 0 },
    ]),
  );
}

/** Of all open cases that match the search, whatever filter is on. */
export async function countExceptions(
  ctx: Context,
  query: BoardQuery,
): Promise<{ rejected: number; awaitingDecision: number }> {
  const open = whereOpen(ctx, { ...query, show: "all" });
  return {
    rejected: await ctx.db.workflow.count({ where: { AND: [open, IS_REJECTED] } }),
    awaitingDecision: await ctx.db.workflow.count({ where: { AND: [open, AWAITS_DECISION] } }),
  };
}

async function countBy(
  ctx: Context,
  where: Prisma.WorkflowWhereInput,
): Promise<Map<string, number>> {
  const groups = await ctx.db.workflow.groupBy({ by: ["queue"], where, _count: { _all: true } });
  return new Map(groups.map((group) => [group.queue, group._count._all]));
}

const IS_REJECTED: Prisma.WorkflowWhereInput = { insurance: "rejected" };
const AWAITS_DECISION: Prisma.WorkflowWhereInput = { proposals: { some: { status: "pending" } } };
const isBreached = ({ now }: BoardQuery) => ({ promisedAt: { lt: now } });
const isAtRisk = ({ now, riskUntil }: BoardQuery) => ({ promisedAt: { gte: now, lt: riskUntil } });

function whereClosed(ctx: Context, queue: string, query: BoardQuery): Prisma.WorkflowWhereInput {
  const { isOpen: _, ...where } = whereOpen(ctx, { ...query, show: "all" });
  return { ...where, isOpen: false, queue, updatedAt: { gte: query.closedSince } };
}

function whereOpen(ctx: Context, query: BoardQuery): Prisma.WorkflowWhereInput {
  const filters = {
    all: {},
    breached: isBreached(query),
    at_risk: isAtRisk(query),
    rejected: IS_REJECTED,
    awaiting_decision: AWAITS_DECISION,
  };
  return {
    tenantId: ctx.tenantId,
    ...siteFilter(ctx),
    isOpen: true,
    ...(query.search === null ? {} : { searchText: { contains: toSearchable(query.search) } }),
    ...filters[query.show],
  };
}
