import type { Context } from "@/lib/kernel/context";
import type { Pack } from "@/lib/packs/pack";
import {
  type BoardFilter,
  type BoardQuery,
  countExceptions,
  countJustClosed,
  countQueues,
  findJustClosed,
  findMostUrgent,
  type QueueCounts,
} from "./board-repository";
import type { CaseWithDetails } from "./case";
import { loadDetails } from "./load-details";

/** A promise this close is at risk [assumption, shown as such]. */
export const AT_RISK_MINUTES = 20;
const CASES_PER_QUEUE = 50;
const CLOSED_SHOWN_MS = 24 * 60 * 60 * 1000;

export interface BoardReading {
  columns: { key: string; counts: QueueCounts; cases: CaseWithDetails[] }[];
  /** of all open cases that match the search, whatever filter is on */
  open: number;
  exceptions: { breached: number; atRisk: number; rejected: number; awaitingDecision: number };
}

/** The cases and counts of a board; the number of queries depends on the queues, not on the cases. */
export async function readBoard(
  ctx: Context,
  pack: Pack,
  filter: { search: string | null; show: BoardFilter },
): Promise<BoardReading> {
  const now = ctx.now();
  const riskUntil = new Date(now.getTime() + AT_RISK_MINUTES * 60_000);
  const closedSince = new Date(now.getTime() - CLOSED_SHOWN_MS);
  const query = { ...filter, now, riskUntil, closedSince, limit: CASES_PER_QUEUE };
  const counts = await countQueues(ctx, query);
  const isFiltered = filter.show !== "all";
  const found = await Promise.all(
    pack.queues.map((queue) => {
      if (queue.isTerminal) {
        return isFiltered ? [] : findJustClosed(ctx, queue.key, query);
      }
      return counts.has(queue.key) ? findMostUrgent(ctx, queue.key, query) : [];
    }),
  );
  const closed = await countClosed(ctx, pack, query);
  const detailed = await loadDetails(ctx, found.flat());
  const byQueue = (key: string) => detailed.filter((one) => one.queue === key);
  const everything = isFiltered ? await countQueues(ctx, { ...query, show: "all" }) : counts;
  return {
    columns: pack.queues.map(({ key, isTerminal }) => {
      const cases = byQueue(key);
      const none = { count: 0, breached: 0, atRisk: 0 };
      const queueCounts = isTerminal ? { ...none, count: closed.get(key) ?? 0 } : counts.get(key);
      return { key, cases, counts: queueCounts ?? none };
    }),
    open: sum(everything, (queue) => queue.count),
    exceptions: {
      breached: sum(everything, (queue) => queue.breached),
      atRisk: sum(everything, (queue) => queue.atRisk),
      ...(await countExceptions(ctx, query)),
    },
  };
}

function sum(counts: Map<string, QueueCounts>, of: (queue: QueueCounts) => number): number {
  return [...counts.values()].reduce((total, queue) => total + of(queue), 0);
}

/** Closed queues are counted for the last day only; what they hold in all grows for ever. */
async function countClosed(
  ctx: Context,
  pack: Pack,
  query: BoardQuery,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const queue of query.show === "all" ? pack.queues.filter((one) => one.isTerminal) : []) {
    counts.set(queue.key, await countJustClosed(ctx, queue.key, query));
  }
  return counts;
}
