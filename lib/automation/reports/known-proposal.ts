import { capOfScope } from "@/lib/ame/cap-of-scope";
import { doubtsOf } from "@/lib/ame/doubts-of";
import { type Forecast, withoutForecast } from "@/lib/ame/evidence";
import { type Earned, getEarned } from "@/lib/ame/get-standing";
import { holdHistory, type ProposalHistory } from "@/lib/ame/proposal-history";
import type { ScopeKey } from "@/lib/ame/scope";
import { forecastOf } from "@/lib/automation/forecast-of";
import type { Proposal } from "@/lib/automation/proposal";
import { findProposal } from "@/lib/automation/proposal-repository";
import { mayActByItself } from "@/lib/governance/decide-mode";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { coversSite } from "@/lib/kernel/sites";
import { toldValue } from "@/lib/kernel/told-value";
import { effectiveStage } from "@/lib/packs/effective-stage";

/** The proposal that a report names: another system's, or one of ours. */
export interface KnownProposal {
  id: string;
  /** the case of one of ours; null for another system's */
  caseId: number | null;
  /** null where an old event does not tell */
  proposedBy: string | null;
  forecast: Forecast;
  history: Omit<ProposalHistory, "proposed">;
}

/**
 * Reads what is known of a proposal, with other reports on it waiting until the transaction ends.
 * @throws AppError not_found, or conflict when the report names another scope
 */
async function holdKnownProposal(
  tx: TransactionContext,
  id: string,
  scope: ScopeKey,
): Promise<KnownProposal> {
  const history = await holdHistory(tx, id);
  const governed = await findProposal(tx, id);
  const forecast = governed ? forecastOf(governed) : history.proposed?.forecast;
  if (!forecast || !coversSite(tx, forecast.scope.siteId)) {
    throw new AppError(
      "not_found",
      `Proposal ${toldValue(id)} not found; report it first at POST /api/ame/proposal.`,
    );
  }
  assertSameScope(id, forecast.scope, scope);
  if (governed) {
    const { caseId, proposedBy } = governed;
    return { id, caseId, proposedBy, forecast, history: { ...history, ...stateOf(governed) } };
  }
  return { id, caseId: null, proposedBy: proposerIn(forecast), forecast, history };
}

function proposerIn({ context }: Forecast): string | null {
  const proposedBy = context?.["proposed_by"];
  return typeof proposedBy === "string" ? proposedBy : null;
}

/** The forecast and history of a report that may name no proposal. */
export async function holdProposalIfNamed(
  tx: TransactionContext,
  id: string | null | undefined,
  scope: ScopeKey,
): Promise<{ known: KnownProposal | null; forecast: Forecast }> {
  const known = id ? await holdKnownProposal(tx, id, scope) : null;
  return { known, forecast: known?.forecast ?? withoutForecast(scope) };
}

/**
 * How far automation may go there; null when it does not matter, because somebody has decided. What a
 * machine has approved for itself is decided only where it may not act by itself.
 */
export async function earnedIfUndecided(
  tx: TransactionContext,
  { forecast, history }: KnownProposal,
): Promise<Earned | null> {
  if (history.decision !== null && !history.isOwnJudgement) {
    return null;
  }
  const { stage: earned, holdup } = await getEarned(tx, forecast.scope);
  const stage = effectiveStage(earned, capOfScope(forecast.scope).cap);
  if (history.decision !== null && !mayActByItself(stage)) {
    return null;
  }
  return { stage, holdup: holdup ?? doubtsAbout(forecast)[0] ?? null };
}

/** Nothing speaks against what nobody has forecast. */
function doubtsAbout({ confidence, safety }: Forecast): string[] {
  return doubtsOf({ confidence: confidence ?? 1, safety: safety ?? 1 });
}

/** @throws AppError conflict, naming the scope the proposal was made for */
export function assertSameScope(id: string, recorded: ScopeKey, given: ScopeKey): void {
  const [is, asked] = [nameOf(recorded), nameOf(given)];
  if (is !== asked) {
    throw new AppError(
      "conflict",
      `Proposal ${toldValue(id)} was made for ${is}, not for ${asked}; send the scope it was made for.`,
    );
  }
}

function nameOf({ siteId, queue, actionType, roleContext }: ScopeKey): string {
  const names = { site_id: siteId, queue, action_type: actionType, role_context: roleContext };
  return Object.entries(names)
    .map(([key, value]) => `${key} ${JSON.stringify(value ? toldValue(value) : null)}`)
    .join(", ");
}

function stateOf({ status }: Proposal) {
  const isExecuted = status === "executed" || status === "rolled_back";
  const decided = { approved: "approve", rejected: "reject" } as const;
  const decision = isExecuted ? "approve" : decided[status as keyof typeof decided];
  return { isExecuted, decision: decision ?? null, isRolledBack: status === "rolled_back" };
}
