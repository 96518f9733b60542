import { lockRows } from "@/lib/db/lock-rows";
import type { TransactionContext } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";

/** Tells this product's locks from others' in the same database. */
const LOCK_SPACE = 7_202_611;

/** Has the transaction tried again, with gates and kill switches as they are now. */
class GovernanceChangedError extends Error {
  /** Prisma's code for a lost race */
  readonly code = "P2034";

  constructor() {
    super("A gate or a kill switch was changed while this ran");
  }
}

/**
 * What executes calls this before it reads a gate or a kill switch. Nothing is locked yet: last
 * before the commit the head is held shared, and when anything has changed since, the transaction
 * begins anew with what holds now. So whoever changes something waits for those that are about to
 * commit, never for all that are at work, and once the change is committed nothing older commits.
 * Whoever holds the head waits for nothing else any more, so a stop is never the victim of a deadlock.
 */
export async function holdHead(tx: TransactionContext): Promise<void> {
  const { lastChecks } = tx.attempt;
  const name = checkName(tx);
  // A transaction on SQLite is the only writer.
  if (getSettings().databaseProvider === "sqlite" || lastChecks.has(name)) {
    return;
  }
  // Set before it is awaited, so that of two at once the first one's version counts.
  const version = readVersion(tx);
  lastChecks.set(name, async () => {
    await lockShared(tx);
    if ((await readVersion(tx)) !== (await version)) {
      throw new GovernanceChangedError();
    }
  });
  await version;
}

/**
 * What changes a gate, a kill switch or a request calls this first: it waits until all that are about
 * to commit have done so, and lets nobody else until the change is committed.
 */
export async function beginChange(tx: TransactionContext): Promise<void> {
  const provider = getSettings().databaseProvider;
  if (provider === "postgresql") {
    await tx.db
      .$executeRaw`SELECT pg_advisory_xact_lock(${LOCK_SPACE}::int, hashtext(${tx.tenantId}))`;
  }
  if (provider === "mysql" && (await lockRow(tx, "update")) === 0) {
    await insertHead(tx);
  }
  // What this transaction has read itself must hold now; what it changes from here on is its own.
  await tx.attempt.lastChecks.get(checkName(tx))?.();
  tx.attempt.lastChecks.set(checkName(tx), nothingToCheck);
  const updatedAt = tx.now();
  await tx.db.governanceHead.upsert({
    where: { tenantId: tx.tenantId },
    create: { tenantId: tx.tenantId, version: 1, updatedAt },
    update: { version: { increment: 1 }, updatedAt },
    select: { tenantId: true },
  });
}

const checkName = ({ tenantId }: TransactionContext) => `governance of ${tenantId}`;
const nothingToCheck = async () => undefined;

/** Not FOR SHARE on PostgreSQL: there a stream of readers would starve whoever wants the row alone. */
async function lockShared(tx: TransactionContext): Promise<void> {
  if (getSettings().databaseProvider === "postgresql") {
    await tx.db
      .$executeRaw`SELECT pg_advisory_xact_lock_shared(${LOCK_SPACE}::int, hashtext(${tx.tenantId}))`;
  } else if ((await lockRow(tx, "share")) === 0) {
    await insertHead(tx);
  }
}

/** How often the tenant's gates and switches have been changed. */
async function readVersion(tx: TransactionContext): Promise<number> {
  const head = await tx.db.governanceHead.findUnique({
    where: { tenantId: tx.tenantId },
    select: { version: true },
  });
  return head?.version ?? 0;
}

/** @returns 0 when the tenant has no head yet */
function lockRow(tx: TransactionContext, strength: "share" | "update"): Promise<number> {
  const key = { tenant_id: tx.tenantId };
  return lockRows(tx.db, "mysql", { table: "governance_heads", key, strength });
}

/** Holds the row as well, be it new or another's, for as long as the transaction. */
async function insertHead(tx: TransactionContext): Promise<void> {
  await tx.db
    .$executeRaw`INSERT IGNORE INTO governance_heads (tenant_id, version, updated_at) VALUES (${tx.tenantId}, 0, ${tx.now()})`;
}
