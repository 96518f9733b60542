import { openSecret, sealSecret } from "@/lib/platform/sealed-secret";
import type { Answer } from "./answer";
import type { Context, TransactionContext } from "./context";

/** One request that was to happen once. */
export interface OnceRow {
  id: number;
  requestHash: string;
  /** null while nobody has answered */
  answer: Answer | null;
  /** by when whoever began has answered, or died; also who that is */
  lockedUntil: Date | null;
  createdAt: Date;
  expiresAt: Date;
}

export type Claim = Pick<OnceRow, "requestHash" | "createdAt" | "expiresAt"> & {
  lockedUntil: Date;
};

const OF_CALLER = (ctx: Context, key: string) => ({
  tenantId_actorId_key: { tenantId: ctx.tenantId, actorId: ctx.actor.id, key },
});

export async function findOnceRow(ctx: Context, key: string): Promise<OnceRow | null> {
  const row = await ctx.db.idempotencyKey.findUnique({ where: OF_CALLER(ctx, key) });
  if (!row) {
    return null;
  }
  const { id, requestHash, lockedUntil, createdAt, expiresAt } = row;
  const answer = row.status === null ? null : opened(row.status, row.response);
  return { id: Number(id), requestHash, answer, lockedUntil, createdAt, expiresAt };
}

function opened(status: number, stored: unknown): Answer {
  const response = stored as Omit<Answer, "status">;
  const body = response.isSecret ? openSecret(response.body) : response.body;
  return { ...response, status, body };
}

/** @returns the id of the new row; fails on the unique key when another caller was faster */
export async function insertClaim(
  tx: TransactionContext,
  key: string,
  claim: Claim,
): Promise<number> {
  const row = await tx.db.idempotencyKey.create({
    data: { ...claim, key, tenantId: tx.tenantId, actorId: tx.actor.id },
    select: { id: true },
  });
  return Number(row.id);
}

/** @returns false when the row is not as it was read any more */
export async function replaceClaim(
  tx: TransactionContext,
  { id, lockedUntil }: OnceRow,
  claim: Claim,
): Promise<boolean> {
  // An update of a JSON column cannot be given an SQL null; without a status it is never read.
  const changed = await tx.db.idempotencyKey.updateMany({
    where: { id, tenantId: tx.tenantId, lockedUntil },
    data: { ...claim, status: null },
  });
  return changed.count === 1;
}

/** @returns false when the claim has been taken over */
export async function storeAnswer(
  tx: TransactionContext,
  claim: { id: number; lockedUntil: Date },
  answer: Answer,
): Promise<boolean> {
  const { status, headers, isSecret = false } = answer;
  const response = isSecret
    ? { headers, isSecret, body: sealSecret(answer.body) }
    : { headers, body: answer.body };
  const stored = await tx.db.idempotencyKey.updateMany({
    where: {
      id: claim.id,
      tenantId: tx.tenantId,
      lockedUntil: claim.lockedUntil,
      status: null,
    },
    data: { status, response, lockedUntil: null },
  });
  return stored.count === 1;
}

/** Removes a claim that was not answered, so that the request may come again. */
export async function deleteClaim(
  tx: TransactionContext,
  { id, lockedUntil }: { id: number; lockedUntil: Date },
): Promise<void> {
  await tx.db.idempotencyKey.deleteMany({
    where: { id, tenantId: tx.tenantId, lockedUntil, status: null },
  });
}

/** The same, but whoever comes next takes the same row over. */
export async function unlockClaim(
  tx: TransactionContext,
  { id, lockedUntil }: { id: number; lockedUntil: Date },
): Promise<void> {
  await tx.db.idempotencyKey.updateMany({
    where: { id, tenantId: tx.tenantId, lockedUntil, status: null },
    data: { lockedUntil: tx.now() },
  });
}

/** @returns how many rows went, at most `limit` */
export async function deleteExpiredRows(tx: TransactionContext, limit: number): Promise<number> {
  const expired = await tx.db.idempotencyKey.findMany({
    where: { expiresAt: { lt: tx.now() } },
    orderBy: { expiresAt: "asc" },
    select: { id: true },
    take: limit,
  });
  const removed = await tx.db.idempotencyKey.deleteMany({
    where: { id: { in: expired.map(({ id }) => id) }, expiresAt: { lt: tx.now() } },
  });
  return removed.count;
}
