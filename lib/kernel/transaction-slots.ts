import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";
import { AppError } from "./app-error";

/** Connections that no ordinary transaction takes: for reads, for who signs in, for what is urgent. */
const KEPT_FREE = 3;

interface Slots {
  free: number;
  /** whoever waits, the longest first */
  waiting: (() => void)[];
}

/** Both bundles of a process use one pool, and so one count of it. */
const slots = () =>
  processSingleton<Slots>("transaction slots", () => ({ free: slotCount(), waiting: [] }));

function slotCount(): number {
  const { databaseProvider, pool } = getSettings();
  return databaseProvider === "sqlite" ? 1 : Math.max(1, pool.max - KEPT_FREE);
}

/**
 * Does `work` when it is its turn. What waits does so here rather than for a connection, so that what
 * is urgent passes by: it waits for those at work, never for those that queue.
 * @throws AppError unavailable when its turn does not come in time
 */
export async function inSlot<T>(isUrgent: boolean, work: () => Promise<T>): Promise<T> {
  if (isUrgent) {
    return work();
  }
  const shared = slots();
  await takeTurn(shared);
  try {
    return await work();
  } finally {
    giveTurn(shared);
  }
}

function takeTurn(shared: Slots): Promise<void> {
  if (shared.free > 0) {
    shared.free -= 1;
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const onTurn = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      shared.waiting.splice(shared.waiting.indexOf(onTurn), 1);
      reject(new AppError("unavailable", "The database is busy; try again in some seconds."));
    }, getSettings().pool.acquireTimeoutMs);
    shared.waiting.push(onTurn);
  });
}

function giveTurn(shared: Slots): void {
  const next = shared.waiting.shift();
  if (next) {
    next();
  } else {
    shared.free += 1;
  }
}
