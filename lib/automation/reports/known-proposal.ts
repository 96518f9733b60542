import { type Forecast, withoutForecast } from "@/lib/ame/evidence";
import { getStanding } from "@/lib/ame/get-standing";
import { holdHistory, type ProposalHistory } from "@/lib/ame/proposal-history";
import type { ScopeKey } from "@/lib/ame/scope";
import { forecastOf } from "@/lib/automation/forecast-of";
import type { Proposal } from "@/lib/automation/proposal";
import { findProposal } from "@/lib/automation/proposal-repository";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { coversSite } from "@/lib/kernel/sites";
import { toldValue } from "@/lib/kernel/told-value";
import { capOf } from "@/lib/packs/cap-of";
import { effectiveStage } from "@/lib/packs/effective-stage";
import type { Stage } from "@/lib/packs/pack";

/** The proposal that a report names: another system's, or one of ours. */
export interface KnownProposal {
  id: string;
  /** the case of one of ours; null for another system's */
  caseId: number | null;
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
  return governed
    ? { id, caseId: governed.caseId, forecast, history: { ...history, ...stateOf(governed) } }
    : { id, caseId: null, forecast, history };
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

/** How far automation may go there; null when it does not matter, because a person has decided. */
export async function stageIfUndecided(
  tx: TransactionContext,
  { forecast, history }: KnownProposal,
): Promise<Stage | null> {
  if (history.decision !== null) {
    return null;
  }
  const { stage } = await getStanding(tx, forecast.scope);
  const { queue, actionType } = forecast.scope;
  return effectiveStage(stage, capOf({ queue, action: actionType }).cap);
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
