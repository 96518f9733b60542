import type { TransactionContext } from "@/lib/kernel/context";

/** @returns false when it was used before; of two at once the unique key lets one through */
export async function insertUsedAssertion(
  tx: TransactionContext,
  assertion: { clientId: string; jtiHash: string; expiresAt: Date },
): Promise<boolean> {
  const { clientId, jtiHash } = assertion;
  const used = await tx.db.usedAssertion.findUnique({
    where: { clientId_jtiHash: { clientId, jtiHash } },
    select: { id: true },
  });
  if (used) {
    return false;
  }
  await tx.db.usedAssertion.create({ data: assertion, select: { id: true } });
  return true;
}

/** @returns how many rows went, at most `limit` */
export async function deleteExpiredAssertions(
  tx: TransactionContext,
  limit: number,
): Promise<number> {
  const expired = await tx.db.usedAssertion.findMany({
    where: { expiresAt: { lt: tx.now() } },
    orderBy: { expiresAt: "asc" },
    select: { id: true },
    take: limit,
  });
  const removed = await tx.db.usedAssertion.deleteMany({
    where: { id: { in: expired.map(({ id }) => id) }, expiresAt: { lt: tx.now() } },
  });
  return removed.count;
}
