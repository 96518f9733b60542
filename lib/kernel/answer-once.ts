import { createHash } from "node:crypto";
import { getLogger } from "@/lib/platform/logger";
import type { Answer } from "./answer";
import { AppError } from "./app-error";
import type { Context, TransactionContext } from "./context";
import {
  type Claim,
  deleteClaim,
  findOnceRow,
  insertClaim,
  type OnceRow,
  replaceClaim,
  storeAnswer,
  unlockClaim,
} from "./idempotency-repository";
import { asOneTransaction, keepBooks } from "./transaction";

const LOCK_MS = 30_000;
const KEEP_MS = 24 * 3_600_000;

export interface OnceRequest {
  /** the caller's name for the request */
  key: string;
  /** of everything that makes it this request and no other */
  hash: string;
  /**
   * "together": the change and its answer commit in one transaction. "after": the answer is stored
   * once the work is done, for work that must commit on its way; it has `ctx.onceKey` to be exact.
   */
  store: "together" | "after";
  /** to stop others, it must not queue behind them */
  isUrgent?: boolean;
}

interface Work {
  run(ctx: Context): Promise<Answer>;
  /** the answer to an error that stays the same on every try; null for one that may pass */
  refuse(error: unknown): Answer | null;
}

interface Held {
  id: number;
  lockedUntil: Date;
  onceKey: string;
}

class TakenOverError extends Error {}

/**
 * Runs a request that must happen once however often it is sent, and gives its first answer to
 * every repetition within 24 hours.
 * @throws AppError invalid when the key belongs to another request, conflict while it is running;
 *   whatever `run` throws and `refuse` does not answer, after which the request may come again
 */
export async function answerOnce(
  ctx: Context,
  request: OnceRequest,
  work: Work,
): Promise<{ answer: Answer; isReplayed: boolean }> {
  const claimed = await keepBooks(ctx, (tx) => claim(tx, request));
  if ("answer" in claimed) {
    return { answer: claimed.answer, isReplayed: true };
  }
  const once = { ...ctx, onceKey: claimed.onceKey };
  try {
    const answer =
      request.store === "together"
        ? await runTogether(once, claimed, work, request)
        : await runThenStore(once, claimed, work);
    return { answer, isReplayed: false };
  } catch (error) {
    const failed = { held: claimed, store: request.store, error };
    return { answer: await answerFailure(ctx, failed, work.refuse(error)), isReplayed: false };
  }
}

async function claim(
  tx: TransactionContext,
  { key, hash }: OnceRequest,
): Promise<Held | { answer: Answer }> {
  const row = await findOnceRow(tx, storedKey(tx, key));
  const isLocked = row !== null && row.answer === null && isAhead(tx, row.lockedUntil);
  if (row && (isLocked || isAhead(tx, row.expiresAt))) {
    refuseOtherRequest(row, hash);
    if (row.answer) {
      return { answer: row.answer };
    }
    if (isLocked) {
      throw inFlight();
    }
    return takeOver(tx, row, { ...freshClaim(tx, hash), createdAt: row.createdAt });
  }
  const fresh = freshClaim(tx, hash);
  return row
    ? takeOver(tx, row, fresh)
    : held(tx, await insertClaim(tx, storedKey(tx, key), fresh), fresh);
}

/** The first who began has died, or the key has expired: of all who try now, one goes on. */
async function takeOver(tx: TransactionContext, row: OnceRow, fresh: Claim): Promise<Held> {
  if (!(await replaceClaim(tx, row, fresh))) {
    throw inFlight();
  }
  return held(tx, row.id, fresh);
}

function freshClaim(tx: TransactionContext, requestHash: string): Claim {
  const now = tx.now();
  const after = (ms: number) => new Date(now.getTime() + ms);
  return { requestHash, createdAt: now, lockedUntil: after(LOCK_MS), expiresAt: after(KEEP_MS) };
}

/** The same for all who take this request over, another once the key has expired. */
function held(tx: TransactionContext, id: number, { lockedUntil, createdAt }: Claim): Held {
  return { id, lockedUntil, onceKey: `once:${tx.actor.id}:${id}:${createdAt.getTime()}` };
}

/**
 * Hashed: keys are longer than an index takes, and are the caller's own business. With what the
 * caller may do and where, so that whoever has lost some of it does not read an earlier answer.
 */
function storedKey({ actor, sites }: Context, key: string): string {
  const { role, permissions } = actor;
  const rights = [
    role,
    permissions ? [...permissions].sort() : "all",
    sites === "*" ? sites : sites.toSorted(),
  ];
  return createHash("sha256")
    .update(JSON.stringify([key, rights]))
    .digest("hex");
}

function isAhead(tx: TransactionContext, moment: Date | null): boolean {
  return moment !== null && moment > tx.now();
}

function runTogether(
  ctx: Context,
  held: Held,
  work: Work,
  { isUrgent = false }: OnceRequest,
): Promise<Answer> {
  return asOneTransaction(
    ctx,
    async (tx) => {
      const answer = await runOrRefuse(tx, work);
      await storeOrGiveUp(tx, held, answer);
      return answer;
    },
    { isUrgent },
  );
}

/** A refusal that leaves finished changes behind is kept with them; one from within a change is not. */
async function runOrRefuse(tx: TransactionContext, work: Work): Promise<Answer> {
  try {
    return await work.run(tx);
  } catch (error) {
    const refusal = tx.attempt.failure === null ? work.refuse(error) : null;
    if (refusal === null) {
      throw error;
    }
    return refusal;
  }
}

async function runThenStore(ctx: Context, held: Held, work: Work): Promise<Answer> {
  const answer = await work.run(ctx);
  // Whoever took over has done the same work by its onceKey, and answers the same.
  await keepBooks(ctx, (tx) => storeAnswer(tx, held, answer));
  return answer;
}

/** Nothing of the request was kept, so its refusal has nothing that it could be torn from. */
async function answerFailure(
  ctx: Context,
  { held, store, error }: { held: Held; store: OnceRequest["store"]; error: unknown },
  refusal: Answer | null,
): Promise<Answer> {
  if (error instanceof TakenOverError) {
    throw inFlight();
  }
  if (refusal === null) {
    // What commits on its way is found again by its onceKey, so that row stays.
    const release = store === "together" ? deleteClaim : unlockClaim;
    await keepBooks(ctx, (tx) => release(tx, held)).catch((err: unknown) =>
      getLogger().warn({ err, requestId: ctx.requestId }, "an idempotency key stays locked"),
    );
    throw error;
  }
  await keepBooks(ctx, (tx) => storeAnswer(tx, held, refusal));
  return refusal;
}

async function storeOrGiveUp(tx: TransactionContext, held: Held, answer: Answer) {
  if (!(await storeAnswer(tx, held, answer))) {
    throw new TakenOverError();
  }
}

function refuseOtherRequest(row: OnceRow, hash: string): void {
  if (row.requestHash !== hash) {
    throw new AppError(
      "invalid",
      "This Idempotency-Key belongs to a request with another address or body; send a new key with a new request.",
      [
        {
          path: "header.idempotency-key",
          code: "key_reused",
          message: "was used for another request",
        },
      ],
    );
  }
}

function inFlight(): AppError {
  return new AppError(
    "conflict",
    "A request with this Idempotency-Key is still running; send the same again in a second for its answer.",
    [],
    { retryAfterSeconds: 1 },
  );
}
