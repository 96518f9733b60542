import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Forecast } from "./evidence";
import { type AmeEvent, findOnceEvents, lockProposed } from "./evidence-repository";

/** What has been recorded about one proposal. */
export interface ProposalHistory {
  /** the event of its proposal; null when none was recorded */
  proposed: { eventId: number; at: Date; forecast: Forecast } | null;
  decision: "approve" | "reject" | null;
  isExecuted: boolean;
  executionId: number | null;
  hasOutcome: boolean;
  isRolledBack: boolean;
}

const ONCE = ["proposed", "decided", "executed", "outcome", "rolled_back"] as const;

/** Reads what is recorded about a proposal, in one query. */
export async function readHistory(ctx: Context, proposalId: string): Promise<ProposalHistory> {
  const events = await findOnceEvents(
    ctx,
    ONCE.map((kind) => `${kind}:${proposalId}`),
  );
  const byKind = new Map(events.map((event) => [event.eventType, event]));
  const [proposed, decided, executed] = ONCE.map((kind) => byKind.get(kind));
  return {
    proposed: proposed
      ? { eventId: proposed.id, at: proposed.at, forecast: forecastIn(proposed) }
      : null,
    decision: decided ? (decided.decision as "approve" | "reject") : null,
    isExecuted: executed !== undefined,
    executionId: executed?.executionId ?? null,
    hasOutcome: byKind.has("outcome"),
    isRolledBack: byKind.has("rolled_back"),
  };
}

/** The same, with other reports on the proposal waiting until the transaction ends. */
export async function holdHistory(
  tx: TransactionContext,
  proposalId: string,
): Promise<ProposalHistory> {
  await lockProposed(tx, proposalId);
  return readHistory(tx, proposalId);
}

function forecastIn(event: AmeEvent): Forecast {
  const { siteId, queue, actionType, roleContext } = event;
  return {
    proposalId: event.proposalId,
    scope: { siteId, queue, actionType, roleContext },
    confidence: event.predictedConfidence,
    safety: event.predictedSafety,
    timeSavedSec: event.predictedTimeSavedSec,
    features: event.features,
    context: event.context,
  };
}
