import type { Board } from "@/lib/contracts/dashboard";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import type { Queue } from "@/lib/packs/pack";
import { type BoardReading, readBoard } from "@/lib/workflows/read-board";
import { toCaseCard } from "./case-card";
import { countOpenProposals } from "./proposal-repository";

const PHARMACISTS_CAP = "propose";

/** The control tower: every queue with its most urgent cases, and what needs someone now. */
export async function getBoard(
  ctx: Context,
  query: {
    search?: string | undefined;
    show: "all" | "breached" | "at_risk" | "rejected" | "awaiting_decision";
  },
): Promise<Board> {
  requirePermission(ctx, "cases:read");
  const filter = { search: query.search || null, show: query.show };
  const reading = await readBoard(ctx, DEFAULT_PACK, filter);
  const ids = reading.columns.flatMap((column) => column.cases.map(({ id }) => id));
  const openProposals = await countOpenProposals(ctx, ids);
  const now = ctx.now();
  const { exceptions } = reading;
  return {
    generated_at: now.toISOString(),
    queues: DEFAULT_PACK.queues.map((queue) => toColumn(queue, reading, openProposals, now)),
    exceptions: {
      breached: exceptions.breached,
      at_risk: exceptions.atRisk,
      rejected: exceptions.rejected,
      awaiting_decision: exceptions.awaitingDecision,
    },
    open_cases: reading.open,
  };
}

function toColumn(
  queue: Queue,
  reading: BoardReading,
  openProposals: Map<number, number>,
  now: Date,
): Board["queues"][number] {
  const column = reading.columns.find(({ key }) => key === queue.key);
  return {
    key: queue.key,
    label: queue.label,
    worker: queue.worker,
    cap: queue.cap === PHARMACISTS_CAP ? "people decide" : `up to ${queue.cap.split("_")[0]}`,
    count: column?.counts.count ?? 0,
    at_risk: column?.counts.atRisk ?? 0,
    breached: column?.counts.breached ?? 0,
    cases: (column?.cases ?? []).map((one) => toCaseCard(one, openProposals.get(one.id) ?? 0, now)),
  };
}
