import { type Evidence, type Exclusion, isBadNews, NOTHING_KNOWN } from "@/lib/ame/evidence";
import { recordEvidence } from "@/lib/ame/record-evidence";
import type { ScopeKey } from "@/lib/ame/scope";
import { whyNoJudge } from "@/lib/ame/why-no-judge";
import { recordAudit } from "@/lib/audit/record-audit";
import { findExecutor } from "@/lib/automation/execution-repository";
import { settleOutcome } from "@/lib/automation/outcome-repository";
import { AppError } from "@/lib/kernel/app-error";
import { isMachine } from "@/lib/kernel/authority";
import type { TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { toldValue } from "@/lib/kernel/told-value";
import { assertOutcomeFits } from "./assert-reportable";
import { earnedIfUndecided, holdProposalIfNamed, type KnownProposal } from "./known-proposal";
import { refuseMachinesJudgement } from "./reportable-scope";
import { subjectOfEvent } from "./subject-of-event";

/** What somebody saw of an action. */
export interface Seen {
  isSuccess: boolean;
  hasError: boolean;
  timeSavedSec: number | null;
}

/**
 * Keeps how an action turned out, whoever says so: as evidence, as the end of its audit, and in the
 * trail.
 * @param told the name of the act in the trail, and the words beside it
 * @returns the event's id
 * @throws AppError not_found, conflict when it is known already or cannot be, forbidden for whoever
 *   would settle an audit of their own work
 */
export async function keepOutcome(
  tx: TransactionContext,
  about: { proposalId: string | null | undefined; scope: ScopeKey },
  seen: Seen,
  told: { action: string; reason?: string },
): Promise<number> {
  const { known, forecast } = await holdProposalIfNamed(tx, about.proposalId, about.scope);
  const outcome = outcomeOf(seen, known, await exclusionOf(tx, known));
  // What was governed here a person has carried out; how it turned out anybody may tell.
  if (known?.caseId == null && !isBadNews(outcome)) {
    refuseMachinesJudgement(tx, about.scope);
  }
  if (known) {
    assertOutcomeFits(known, await earnedIfUndecided(tx, known), isBadNews(outcome));
    assertMaySettle(tx, known);
    assertImpartial(known, outcome);
  }
  if (known?.history.executionId) {
    await settleOutcome(tx, known.history.executionId);
  }
  const { eventId } = await recordEvidence(tx, forecast, outcome);
  const observed = { outcome_success: seen.isSuccess, observed_error: seen.hasError };
  await recordAudit(tx, {
    ...told,
    ...subjectOfEvent(eventId, forecast, observed),
    ...(known?.caseId && { caseId: known.caseId }),
  });
  return eventId;
}

type Outcome = Extract<Evidence, { kind: "outcome" }>;

function outcomeOf(seen: Seen, known: KnownProposal | null, excluded: Exclusion | null): Outcome {
  return {
    kind: "outcome",
    ...seen,
    executionId: known?.history.executionId ?? null,
    action: known?.history.action ?? NOTHING_KNOWN,
    wasMissed: known?.history.isOutcomeMissed ?? false,
    excluded,
  };
}

/** Why praise would prove nothing, for whose work it is. */
async function exclusionOf(
  tx: TransactionContext,
  known: KnownProposal | null,
): Promise<Exclusion | null> {
  if (!known) {
    return null;
  }
  const { executionId } = known.history;
  const executor = executionId === null ? [] : [await findExecutor(tx, executionId)];
  return whyNoJudge(tx, [known.proposedBy, ...executor]);
}

/** People who check what automation did are those who may. @throws AppError forbidden */
function assertMaySettle(tx: TransactionContext, { history }: KnownProposal): void {
  if (history.action.openAudit !== null && !isMachine(tx)) {
    requirePermission(tx, "trust:audit");
  }
}

/** An audit stays open until somebody tells how it went whose word counts. */
function assertImpartial({ id, history }: KnownProposal, outcome: Outcome): void {
  if (history.action.openAudit !== null && outcome.excluded !== null && !isBadNews(outcome)) {
    const why =
      outcome.excluded === "reviewer"
        ? "you have been missing too many of the check cases. Leave it to another person"
        : "you, or whoever stands behind you, proposed it or carried it out. Leave its outcome to a person, or to another system";
    throw new AppError(
      "forbidden",
      `Proposal ${toldValue(id)} was drawn for an audit, and ${why}.`,
    );
  }
}
