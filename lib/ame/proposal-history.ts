import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Evidence, Forecast, JudgedAction } from "./evidence";
import { type AmeEvent, findOnceEvents, lockProposed } from "./evidence-repository";

/** The event of a proposal, with what was forecast. */
interface Proposed {
  eventId: number;
  at: Date;
  forecast: Forecast;
}

/** What has been recorded about one proposal. */
export interface ProposalHistory {
  /** null when no proposal was recorded */
  proposed: Proposed | null;
  decision: "approve" | "reject" | null;
  /** the approval is that of whoever proposed it */
  isOwnJudgement: boolean;
  isExecuted: boolean;
  executionId: number | null;
  /** what matters of it for whoever judges how it went */
  action: JudgedAction;
  hasOutcome: boolean;
  /** its outcome did not come in time; it may still come */
  isOutcomeMissed: boolean;
  isRolledBack: boolean;
}

const ONCE = [
  "proposed",
  "decided",
  "executed",
  "outcome",
  "outcome_missed",
  "rolled_back",
] as const satisfies readonly Evidence["kind"][];

/** The event of a proposal alone; null when none was recorded. */
export async function readProposed(ctx: Context, proposalId: string): Promise<Proposed | null> {
  const [event] = await findOnceEvents(ctx, [`proposed:${proposalId}`]);
  return toProposed(event);
}

/** Reads what is recorded about a proposal, in one query. */
async function readHistory(ctx: Context, proposalId: string): Promise<ProposalHistory> {
  const events = await findOnceEvents(
    ctx,
    ONCE.map((kind) => `${kind}:${proposalId}`),
  );
  const byKind = new Map(events.map((event) => [event.eventType, event]));
  const [proposed, decided, executed, outcome] = ONCE.map((kind) => byKind.get(kind));
  const isOutcomeMissed = byKind.has("outcome_missed");
  const isRolledBack = byKind.has("rolled_back");
  const isOwnJudgement = decided?.excludedBecause === "own_judgement";
  const isKnown = outcome !== undefined || isOutcomeMissed || isRolledBack;
  return {
    proposed: toProposed(proposed),
    decision: decided?.decision === "defer" ? null : (decided?.decision ?? null),
    isOwnJudgement,
    isExecuted: executed !== undefined,
    executionId: executed?.executionId ?? null,
    action: {
      isDecided: decided?.decision === "approve" && !isOwnJudgement,
      openAudit: executed && !isKnown ? drawnAt(executed) : null,
      isBreakGlass: executed?.excludedBecause === "break_glass",
      isHarmCounted:
        isOutcomeMissed || isRolledBack || (outcome !== undefined && isBadOutcome(outcome)),
    },
    hasOutcome: outcome !== undefined,
    isOutcomeMissed,
    isRolledBack,
  };
}

/** Whether the approval of a proposal is that of whoever proposed it. */
export async function isOwnJudgement(ctx: Context, proposalId: string): Promise<boolean> {
  const [decided] = await findOnceEvents(ctx, [`decided:${proposalId}`]);
  return decided?.excludedBecause === "own_judgement";
}

/** The same, with other reports on the proposal waiting until the transaction ends. */
export async function holdHistory(
  tx: TransactionContext,
  proposalId: string,
): Promise<ProposalHistory> {
  await lockProposed(tx, proposalId);
  return readHistory(tx, proposalId);
}

/** null where it was not drawn for an audit */
function drawnAt({ auditProbability, auditDraw }: AmeEvent): number | null {
  const isDrawn = auditProbability !== null && auditDraw !== null && auditDraw < auditProbability;
  return isDrawn ? auditProbability : null;
}

function isBadOutcome({ outcomeSuccess, observedError }: AmeEvent): boolean {
  return !outcomeSuccess || observedError === true;
}

function toProposed(event: AmeEvent | undefined): Proposed | null {
  return event ? { eventId: event.id, at: event.at, forecast: forecastIn(event) } : null;
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
