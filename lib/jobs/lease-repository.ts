import type { JsonObject } from "@/lib/contracts/common";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Lease, LeasedJob } from "./job";
import type { Settlement } from "./settlement";

/** A job that may be run now. */
export interface Candidate {
  id: number;
  kind: string;
}

const CANDIDATE = { id: true, kind: true } as const;

/**
 * Jobs of every tenant that may be run now, most urgent first: the due ones of these schedules,
 * those that a runner left when it died, all other due ones.
 */
export async function findRunnableJobs(
  ctx: Context,
  search: { limit: number; scheduleKeys: readonly string[]; exceptKinds: readonly string[] },
): Promise<Candidate[]> {
  const now = ctx.now();
  const { limit: take, scheduleKeys, exceptKinds } = search;
  const kind = { notIn: [...exceptKinds] };
  const due = { status: "waiting", runAt: { lte: now }, kind };
  const groups = await Promise.all([
    ctx.db.job.findMany({
      where: { ...due, tenantId: ctx.tenantId, dedupeKey: { in: [...scheduleKeys] } },
      orderBy: { runAt: "asc" },
      take,
      select: CANDIDATE,
    }),
    ctx.db.job.findMany({
      where: { status: "running", leasedUntil: { lt: now }, kind },
      orderBy: { leasedUntil: "asc" },
      take,
      select: CANDIDATE,
    }),
    ctx.db.job.findMany({
      where: due,
      orderBy: [{ runAt: "asc" }, { id: "asc" }],
      take,
      select: CANDIDATE,
    }),
  ]);
  const byId = new Map(groups.flat().map((row) => [Number(row.id), row.kind]));
  return [...byId].map(([id, kindOf]) => ({ id, kind: kindOf }));
}

/**
 * Takes those of the jobs that are still free. The conditions stand in the UPDATE itself, so of
 * any number of runners one gets each job.
 */
export async function leaseJobs(
  tx: TransactionContext,
  ids: readonly number[],
  lease: { token: string; until: Date },
): Promise<LeasedJob[]> {
  const now = tx.now();
  const taken = await tx.db.job.updateMany({
    where: {
      id: { in: [...ids] },
      OR: [
        { status: "waiting", runAt: { lte: now } },
        { status: "running", leasedUntil: { lt: now } },
      ],
    },
    data: {
      status: "running",
      attempts: { increment: 1 },
      leaseToken: lease.token,
      leasedUntil: lease.until,
      updatedAt: now,
    },
  });
  if (taken.count === 0) {
    return [];
  }
  const rows = await tx.db.job.findMany({
    where: { id: { in: [...ids] }, leaseToken: lease.token, status: "running" },
    orderBy: [{ runAt: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({
    id: Number(row.id),
    token: lease.token,
    tenantId: row.tenantId,
    kind: row.kind,
    payload: row.payload as JsonObject,
    runAt: row.runAt,
    attempt: row.attempts,
    progress: row.progress,
    isCancelRequested: row.isCancelRequested,
    everySeconds: row.everySeconds,
    requestId: row.requestId,
  }));
}

const heldBy = ({ id, token }: Lease) => ({ id, leaseToken: token, status: "running" });

/**
 * Part of a step's transaction: stores how far the job has come, if its lease still holds and
 * nobody has cancelled it.
 */
export async function keepLease(
  tx: TransactionContext,
  lease: Lease,
  data: { until: Date; progress: number | undefined },
): Promise<"kept" | "cancelled" | "lost"> {
  const kept = await tx.db.job.updateMany({
    where: { ...heldBy(lease), isCancelRequested: false },
    data: {
      leasedUntil: data.until,
      updatedAt: tx.now(),
      ...(data.progress !== undefined && { progress: data.progress }),
    },
  });
  if (kept.count === 1) {
    return "kept";
  }
  const row = await tx.db.job.findFirst({ where: heldBy(lease), select: { id: true } });
  return row ? "cancelled" : "lost";
}

export async function extendLeases(
  tx: TransactionContext,
  leases: readonly Lease[],
  until: Date,
): Promise<void> {
  await tx.db.job.updateMany({
    where: {
      id: { in: leases.map(({ id }) => id) },
      leaseToken: { in: leases.map(({ token }) => token) },
      status: "running",
    },
    data: { leasedUntil: until },
  });
}

/** Of the leases, those that still hold, by id and token. */
export async function findHeldLeases(
  ctx: Context,
  leases: readonly Lease[],
): Promise<(Lease & { isCancelRequested: boolean })[]> {
  const rows = await ctx.db.job.findMany({
    where: { id: { in: leases.map(({ id }) => id) }, status: "running" },
    select: { id: true, leaseToken: true, isCancelRequested: true },
  });
  return rows.map(({ id, leaseToken, isCancelRequested }) => ({
    id: Number(id),
    token: leaseToken ?? "",
    isCancelRequested,
  }));
}

/**
 * Ends a try. What would come back, but was cancelled meanwhile, is cancelled.
 * @returns false when the lease is lost, and with it the say in what becomes of the job
 */
export async function settleLease(
  tx: TransactionContext,
  lease: Lease,
  { result, ...fields }: Settlement,
): Promise<boolean> {
  const now = tx.now();
  const data = {
    ...fields,
    ...(result && { result }),
    leaseToken: null,
    leasedUntil: null,
    updatedAt: now,
  };
  const comesBack = fields.status === "waiting";
  const settled = await tx.db.job.updateMany({
    where: { ...heldBy(lease), ...(comesBack && { isCancelRequested: false }) },
    data,
  });
  if (settled.count === 1 || !comesBack) {
    return settled.count === 1;
  }
  const cancelled = await tx.db.job.updateMany({
    where: { ...heldBy(lease), isCancelRequested: true },
    data: { ...data, status: "cancelled", finishedAt: now },
  });
  return cancelled.count === 1;
}
