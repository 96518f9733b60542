import { setTimeout as wait } from "node:timers/promises";
import { isRetryable } from "@/lib/db/database-error";
import type { Database } from "@/lib/db/open-database";
import { wakeUp } from "@/lib/platform/wake-up";
import type { Context, TransactionContext } from "./context";

const MAX_ATTEMPTS = 8;
const FIRST_DELAY_MS = 5;

/**
 * The one way to change anything. `work` runs in a single database transaction; it either commits
 * with at least one audit entry or leaves no trace. Deadlocks and busy databases are tried again,
 * so `work` must do nothing outside the database.
 */
export async function inTransaction<T>(
  ctx: Context,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  const result = await tryAgain(() =>
    runOnce(ctx, async (tx) => {
      const done = await work(tx);
      if (tx.audit.entries === 0) {
        throw new Error("A change was about to commit without an audit entry.");
      }
      return done;
    }),
  );
  wakeUp("committed");
  return result;
}

/**
 * For the product's own bookkeeping, which nobody asked for and nothing is decided by: leases,
 * positions, stored answers. Leaves no audit entry; every other change goes through `inTransaction`.
 */
export function keepBooks<T>(
  ctx: Context,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  return tryAgain(() => runOnce(ctx, work));
}

async function tryAgain<T>(attemptOnce: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isRetryable(error)) {
        throw error;
      }
      await wait(FIRST_DELAY_MS * attempt * attempt);
    }
  }
}

function runOnce<T>(ctx: Context, work: (tx: TransactionContext) => Promise<T>): Promise<T> {
  return (ctx.db as Database).$transaction(async (db) => {
    const startedAt = ctx.now();
    // One moment for everything the transaction writes.
    const tx: TransactionContext = { ...ctx, db, now: () => startedAt, audit: { entries: 0 } };
    return work(tx);
  });
}
