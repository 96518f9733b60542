import { setTimeout as wait } from "node:timers/promises";
import { isRetryable } from "@/lib/db/database-error";
import type { Database } from "@/lib/db/open-database";
import { type WakeUp, wakeUp } from "@/lib/platform/wake-up";
import { AppError } from "./app-error";
import type { Context, TransactionContext } from "./context";
import { inSlot } from "./transaction-slots";

/** Has the transaction tried again, by what counts now. */
class RanOutError extends Error {
  /** Prisma's code for a lost race */
  readonly code = "P2034";

  constructor() {
    super("Something that this relied on ran out while it ran");
  }
}

const MAX_ATTEMPTS = 12;
const FIRST_DELAY_MS = 5;
const ALLOWED_FOR_MS = 250;

/**
 * The one way to change anything. `work` runs in a single database transaction; it either commits
 * with at least one audit entry or leaves no trace. Deadlocks and busy databases are tried again,
 * so `work` must do nothing outside the database. Where a transaction is open already, `work` joins it.
 * @param options isUrgent for what must not queue behind others, such as to stop them
 */
export async function inTransaction<T>(
  ctx: Context,
  work: (tx: TransactionContext) => Promise<T>,
  { isUrgent = false } = {},
): Promise<T> {
  const audited = async (tx: TransactionContext) => {
    const done = await work(tx);
    if (tx.audit.entries === 0) {
      throw new Error("A change was about to commit without an audit entry.");
    }
    return done;
  };
  return isOpen(ctx) ? join(ctx, audited) : commit(ctx, audited, isUrgent);
}

/**
 * Runs `work`, usually a whole service, as one transaction that its changes join. It needs no audit
 * entry itself; each change in it does. Nothing of it commits once one of them has failed midway.
 */
export function asOneTransaction<T>(
  ctx: Context,
  work: (tx: TransactionContext) => Promise<T>,
  { isUrgent = false } = {},
): Promise<T> {
  return commit(ctx, work, isUrgent);
}

/**
 * For the product's own bookkeeping, which nobody asked for and nothing is decided by: leases,
 * positions, stored answers. Leaves no audit entry; every other change goes through `inTransaction`.
 */
export function keepBooks<T>(
  ctx: Context,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  return isOpen(ctx) ? join(ctx, work) : tryAgain(() => runOnce(ctx, work));
}

/** What is read in an open transaction may never become true; no cache must keep it. */
export function isOpen(ctx: Context): ctx is TransactionContext {
  return "attempt" in ctx;
}

function commit<T>(
  ctx: Context,
  work: (tx: TransactionContext) => Promise<T>,
  isUrgent = false,
): Promise<T> {
  return tryAgain((count) =>
    inSlot(isUrgent, async () => {
      await assertStillAllowed(ctx, count);
      return runOnce(ctx, (tx) => {
        tx.wakeUps.add("committed");
        return work(tx);
      });
    }),
  );
}

/** Whoever sent slowly, queued or was tried again may have lost their credentials meanwhile. */
async function assertStillAllowed(ctx: Context, count: number): Promise<void> {
  const { allowedAtMs = performance.now(), isStillAllowed } = ctx;
  const isFresh = count === 1 && performance.now() - allowedAtMs < ALLOWED_FOR_MS;
  if (isStillAllowed && !isFresh && !(await isStillAllowed())) {
    throw new AppError(
      "unauthenticated",
      "The credentials were taken away or changed while the request waited, so nothing was changed; send it again with those that hold now.",
    );
  }
}

/**
 * For what counts until a moment: when that has come before the commit, the transaction begins anew.
 * @param until null for what does not end
 */
export function relyUntil({ attempt }: TransactionContext, until: Date | null): void {
  const { reliesUntil } = attempt;
  if (until !== null && (reliesUntil === null || until < reliesUntil)) {
    attempt.reliesUntil = until;
  }
}

async function join<T>(
  open: TransactionContext,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  try {
    return await work({ ...open, audit: { entries: 0 } });
  } catch (error) {
    open.attempt.failure ??= { error };
    throw error;
  }
}

async function tryAgain<T>(attemptOnce: (count: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(attempt);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isRetryable(error)) {
        throw error;
      }
      await wait(FIRST_DELAY_MS * attempt * attempt);
    }
  }
}

async function runOnce<T>(ctx: Context, work: (tx: TransactionContext) => Promise<T>): Promise<T> {
  const wakeUps = new Set<WakeUp>();
  const result = await (ctx.db as Database).$transaction(async (db) => {
    const startedAt = ctx.now();
    const tx: TransactionContext = {
      ...ctx,
      db,
      // One moment for everything the transaction writes.
      now: () => startedAt,
      audit: { entries: 0 },
      attempt: {
        clock: () => ctx.now(),
        failure: null,
        isExpectationMet: false,
        lastChecks: new Map(),
        reliesUntil: null,
      },
      wakeUps,
    };
    const done = await work(tx);
    if (tx.attempt.failure) {
      throw tx.attempt.failure.error;
    }
    for (const check of tx.attempt.lastChecks.values()) {
      await check();
    }
    const { reliesUntil, clock } = tx.attempt;
    if (reliesUntil !== null && reliesUntil <= clock()) {
      throw new RanOutError();
    }
    return done;
  });
  for (const reason of wakeUps) {
    wakeUp(reason);
  }
  return result;
}
