import type { Prisma } from "@/generated/sqlite/client";
import type { JsonObject } from "@/lib/contracts/common";
import type { JobStatus } from "@/lib/contracts/job";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Job } from "./job";

export interface NewJob {
  kind: string;
  payload: JsonObject;
  runAt: Date;
  progressTotal: number | null;
}

/** @returns its id */
export async function insertJob(
  tx: TransactionContext,
  job: NewJob & { dedupeKey?: string; everySeconds?: number },
): Promise<number> {
  const now = tx.now();
  const row = await tx.db.job.create({
    data: {
      ...job,
      tenantId: tx.tenantId,
      createdBy: tx.actor.id,
      requestId: tx.requestId,
      createdAt: now,
      updatedAt: now,
    },
    select: { id: true },
  });
  return Number(row.id);
}

const ROWS_AT_A_TIME = 50;

/** Many in few statements, each for the tenant it names. */
export async function insertJobs(
  tx: TransactionContext,
  jobs: readonly (NewJob & { tenantId: string; dedupeKey: string })[],
): Promise<void> {
  const now = tx.now();
  const shared = {
    createdBy: tx.actor.id,
    requestId: tx.requestId,
    createdAt: now,
    updatedAt: now,
  };
  const rows = jobs.map((job) => ({ ...job, ...shared }));
  for (let i = 0; i < rows.length; i += ROWS_AT_A_TIME) {
    await tx.db.job.createMany({ data: rows.slice(i, i + ROWS_AT_A_TIME) });
  }
}

/** Those of these keys, of whichever of these tenants, whose jobs are still to be done. */
export async function findUnfinishedKeys(
  ctx: Context,
  { tenantIds, dedupeKeys }: { tenantIds: readonly string[]; dedupeKeys: readonly string[] },
): Promise<Set<string>> {
  const rows = await ctx.db.job.findMany({
    where: {
      tenantId: { in: [...tenantIds] },
      dedupeKey: { in: [...dedupeKeys] },
      status: { in: ["waiting", "running"] },
    },
    select: { dedupeKey: true },
  });
  return new Set(rows.flatMap(({ dedupeKey }) => dedupeKey ?? []));
}

/** The dedupe key of a schedule's one row. */
export function scheduleKeyOf(kind: string): string {
  return `schedule:${kind}`;
}

/** Stores the one row of a schedule, or gives the row that is there its new pace. */
export async function storeSchedule(
  tx: TransactionContext,
  { kind, everySeconds }: { kind: string; everySeconds: number },
): Promise<void> {
  const { tenantId } = tx;
  const dedupeKey = scheduleKeyOf(kind);
  const where = { tenantId_dedupeKey: { tenantId, dedupeKey } };
  const row = await tx.db.job.findUnique({ where, select: { everySeconds: true } });
  if (!row) {
    const job = { kind, payload: {}, runAt: tx.now(), progressTotal: null };
    await insertJob(tx, { ...job, dedupeKey, everySeconds });
  } else if (row.everySeconds !== everySeconds) {
    await tx.db.job.update({ where, data: { everySeconds }, select: { id: true } });
  }
}

/** @returns the id of the tenant's one job of this key */
export async function findJobByKey(ctx: Context, dedupeKey: string): Promise<number | null> {
  const where = { tenantId_dedupeKey: { tenantId: ctx.tenantId, dedupeKey } };
  const row = await ctx.db.job.findUnique({ where, select: { id: true } });
  return row && Number(row.id);
}

/** @throws AppError not_found */
export async function getJobRow(ctx: Context, id: number): Promise<Job> {
  const row = await ctx.db.job.findFirst({ where: { id, tenantId: ctx.tenantId } });
  if (!row) {
    throw new AppError("not_found", `Job ${id} not found; list them at GET /api/jobs.`);
  }
  return toJob(row);
}

/** Newest first, those before `beforeId`. */
export async function findJobs(
  ctx: Context,
  page: {
    limit: number;
    beforeId: number | undefined;
    status: JobStatus | undefined;
    kind: string | undefined;
  },
): Promise<Job[]> {
  const rows = await ctx.db.job.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(page.beforeId !== undefined && { id: { lt: page.beforeId } }),
      ...(page.status && { status: page.status }),
      ...(page.kind !== undefined && { kind: page.kind }),
    },
    orderBy: { id: "desc" },
    take: page.limit,
  });
  return rows.map(toJob);
}

/** At once while it waits; a running one is told, and stops before its next step. */
export async function cancelUnfinished(tx: TransactionContext, id: number): Promise<boolean> {
  const where = { id, tenantId: tx.tenantId };
  const now = tx.now();
  const waiting = await tx.db.job.updateMany({
    where: { ...where, status: "waiting" },
    data: { status: "cancelled", isCancelRequested: true, finishedAt: now, updatedAt: now },
  });
  if (waiting.count === 1) {
    return true;
  }
  const running = await tx.db.job.updateMany({
    where: { ...where, status: "running" },
    data: { isCancelRequested: true, updatedAt: now },
  });
  return running.count === 1;
}

/** All tries again, from where it had come to. @returns false when it is neither dead nor cancelled */
export async function restartJob(tx: TransactionContext, id: number): Promise<boolean> {
  const now = tx.now();
  const restarted = await tx.db.job.updateMany({
    where: { id, tenantId: tx.tenantId, status: { in: ["dead", "cancelled"] } },
    data: {
      status: "waiting",
      attempts: 0,
      runAt: now,
      isCancelRequested: false,
      finishedAt: null,
      updatedAt: now,
    },
  });
  return restarted.count === 1;
}

/** Of every tenant. @returns how many */
export async function deleteFinishedJobs(
  tx: TransactionContext,
  statuses: readonly JobStatus[],
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const old = await tx.db.job.findMany({
    // A schedule that somebody has cancelled must stay, or the next start would store it anew.
    where: { status: { in: [...statuses] }, finishedAt: { lt: before }, everySeconds: null },
    take: limit,
    select: { id: true },
  });
  const removed = await tx.db.job.deleteMany({
    where: { id: { in: old.map(({ id }) => id) }, status: { in: [...statuses] } },
  });
  return removed.count;
}

function toJob(row: Prisma.JobGetPayload<object>): Job {
  return {
    id: Number(row.id),
    kind: row.kind,
    status: row.status as JobStatus,
    runAt: row.runAt,
    attempts: row.attempts,
    progress: row.progress,
    progressTotal: row.progressTotal,
    result: row.result as JsonObject | null,
    lastError: row.lastError,
    isCancelRequested: row.isCancelRequested,
    everySeconds: row.everySeconds,
    createdBy: row.createdBy,
    requestId: row.requestId,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    finishedAt: row.finishedAt,
  };
}
