import type { Prisma } from "@/generated/sqlite/client";
import type { JsonObject } from "@/lib/contracts/common";
import type { InsuranceState, WorkflowState } from "@/lib/contracts/workflow";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { assertExpected } from "@/lib/kernel/resource-tag";
import { siteFilter } from "@/lib/kernel/sites";
import type { Case } from "./case";

type Row = Prisma.WorkflowGetPayload<object>;

export type NewCase = Omit<
  Case,
  "id" | "version" | "moveCount" | "taskCount" | "eventCount" | "createdAt" | "updatedAt"
> & { searchText: string; taskCount: number; eventCount: number };

export async function insertCase(tx: TransactionContext, fresh: NewCase): Promise<Case> {
  const now = tx.now();
  const stamps = { createdAt: now, updatedAt: now };
  const { id } = await tx.db.workflow.create({
    data: { ...fresh, ...stamps, tenantId: tx.tenantId },
    select: { id: true },
  });
  const { searchText: _, ...fields } = fresh;
  return { ...fields, ...stamps, id: Number(id), version: 1, moveCount: 0 };
}

async function findCase(ctx: Context, id: number): Promise<Case | null> {
  if (id < 1) {
    return null;
  }
  const row = await ctx.db.workflow.findFirst({
    where: { id, tenantId: ctx.tenantId, ...siteFilter(ctx) },
  });
  return row ? toCase(row) : null;
}

/** @throws AppError not_found */
export async function getCase(ctx: Context, id: number): Promise<Case> {
  return (await findCase(ctx, id)) ?? throwUnknownCase(id);
}

/** Those of the ids that there are. */
export async function findCasesById(ctx: Context, ids: readonly number[]): Promise<Case[]> {
  const rows = await ctx.db.workflow.findMany({
    where: { id: { in: [...ids] }, tenantId: ctx.tenantId, ...siteFilter(ctx) },
  });
  return rows.map(toCase);
}

/** What tells one state of a case from any other; null when there is no such case. */
export async function findCaseStamp(ctx: Context, id: number): Promise<string | null> {
  const row = await ctx.db.workflow.findFirst({
    where: { id, tenantId: ctx.tenantId, ...siteFilter(ctx) },
    select: { version: true, updatedAt: true },
  });
  return row && `${row.version}:${row.updatedAt.getTime()}`;
}

export interface CasePage {
  limit: number;
  beforeId?: number | undefined;
  queue?: string | undefined;
  state?: WorkflowState | undefined;
}

/** Newest first. */
export async function findCases(ctx: Context, page: CasePage): Promise<Case[]> {
  const rows = await ctx.db.workflow.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...siteFilter(ctx),
      ...(page.beforeId === undefined ? {} : { id: { lt: page.beforeId } }),
      ...(page.queue === undefined ? {} : { queue: page.queue }),
      ...(page.state === undefined ? {} : { state: page.state }),
    },
    orderBy: { id: "desc" },
    take: page.limit,
  });
  return rows.map(toCase);
}

/**
 * Counts a change against the case, which also makes later writers of the same case wait.
 * @returns the case after the count, or null when there is no such case
 * @throws AppError precondition_failed when the caller expects the case in another version
 */
export async function touchCaseIfKnown(
  tx: TransactionContext,
  id: number,
  added: { tasks?: number; events?: number } = {},
): Promise<Case | null> {
  if (id < 1) {
    return null;
  }
  const changed = await tx.db.workflow.updateMany({
    where: { id, tenantId: tx.tenantId, ...siteFilter(tx) },
    data: {
      version: { increment: 1 },
      taskCount: { increment: added.tasks ?? 0 },
      eventCount: { increment: added.events ?? 0 },
      updatedAt: tx.now(),
    },
  });
  const touched = changed.count === 1 ? await findCase(tx, id) : null;
  if (touched) {
    assertExpected(tx, { kind: "case", id, version: touched.version - 1 });
  }
  return touched;
}

/** @throws AppError not_found; see `touchCaseIfKnown` */
export async function touchCase(
  tx: TransactionContext,
  id: number,
  added: { tasks?: number; events?: number } = {},
): Promise<Case> {
  return (await touchCaseIfKnown(tx, id, added)) ?? throwUnknownCase(id);
}

export interface CaseChange {
  queue?: string;
  state?: WorkflowState;
  isOpen?: boolean;
  insurance?: InsuranceState;
  attributes?: JsonObject;
  searchText?: string;
  eventCount?: number;
  moveCount?: number;
}

/**
 * Writes a change if the case is still at `version`.
 * @throws AppError conflict when someone else was faster
 */
export async function changeCase(
  tx: TransactionContext,
  before: Case,
  change: CaseChange,
): Promise<Case> {
  const now = tx.now();
  const changed = await tx.db.workflow.updateMany({
    where: {
      id: before.id,
      tenantId: tx.tenantId,
      ...siteFilter(tx),
      version: before.version,
    },
    data: { ...change, version: { increment: 1 }, updatedAt: now },
  });
  if (changed.count !== 1) {
    throw new AppError("conflict", `Case ${before.id} has just changed; reload it and try again.`);
  }
  return { ...before, ...change, version: before.version + 1, updatedAt: now };
}

/** @returns how many cases of the site were removed, with all that hangs on them */
export async function deleteCasesOfSite(tx: TransactionContext, siteId: string): Promise<number> {
  const removed = await tx.db.workflow.deleteMany({ where: { tenantId: tx.tenantId, siteId } });
  return removed.count;
}

function throwUnknownCase(id: number): never {
  throw new AppError("not_found", `Workflow ${id} not found; list them at GET /api/workflows.`);
}

export function toCase(row: Row): Case {
  return {
    id: Number(row.id),
    siteId: row.siteId,
    packId: row.packId,
    scenarioKey: row.scenarioKey,
    name: row.name,
    description: row.description,
    state: row.state as WorkflowState,
    queue: row.queue,
    priority: row.priority,
    promisedAt: row.promisedAt,
    insurance: row.insurance as InsuranceState,
    attributes: row.attributes as JsonObject,
    isOpen: row.isOpen,
    moveCount: row.moveCount,
    version: row.version,
    taskCount: row.taskCount,
    eventCount: row.eventCount,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
