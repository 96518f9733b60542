import type { JsonObject } from "@/lib/contracts/common";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Lease, LeasedJob } from "./job";
import type { Settlement } from "./settlement";

/** Jobs of every tenant that may be run now: due, or left by a runner that has died. */
export async function findRunnableJobs(ctx: Context, limit: number): Promise<number[]> {
  const now = ctx.now();
  const [abandoned, due] = await Promise.all([
    ctx.db.job.findMany({
      where: { status: "running", leasedUntil: { lt: now } },
      orderBy: { leasedUntil: "asc" },
      take: limit,
      select: { id: true },
    }),
    ctx.db.job.findMany({
      where: { status: "waiting", runAt: { lte: now } },
      orderBy: [{ runAt: "asc" }, { id: "asc" }],
      take: limit,
      select: { id: true },
    }),
  ]);
  return [...abandoned, ...due].slice(0, limit).map(({ id }) => Number(id));
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
