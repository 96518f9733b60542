import type { Earned } from "@/lib/ame/get-standing";
import { mayActByItself } from "@/lib/governance/decide-mode";
import { AppError } from "@/lib/kernel/app-error";
import { toldValue } from "@/lib/kernel/told-value";
import type { KnownProposal } from "./known-proposal";

/** What was executed or has an outcome cannot be decided any more; deferring is possible till decided. */
export function assertDecidable({ id, caseId, history }: KnownProposal): void {
  refuseIf(
    caseId !== null,
    `Proposal ${toldValue(id)} is governed here; decide it at /api/dashboard/automation/${toldValue(id)}/decide.`,
  );
  refuseIf(
    history.decision !== null,
    `Proposal ${toldValue(id)} is already decided (${history.decision}); a decision stands.`,
  );
  refuseIf(
    history.isExecuted,
    `Proposal ${toldValue(id)} is already executed; it cannot be decided any more.`,
  );
  refuseIf(
    history.hasOutcome,
    `Proposal ${toldValue(id)} already has an outcome; it cannot be decided any more.`,
  );
}

/** @param earned what holds for an undecided proposal; from guarded_auto up nobody need approve */
export function assertExecutable(known: KnownProposal, earned: Earned | null): void {
  const { id, caseId, history } = known;
  refuseIf(
    caseId !== null,
    `Proposal ${toldValue(id)} is governed here; execute it at /api/dashboard/automation/${toldValue(id)}/execute.`,
  );
  refuseIf(history.isExecuted, `Proposal ${toldValue(id)} is already executed; report it once.`);
  assertMayHaveRun(known, earned);
  // It would be drawn for an audit that nobody could settle any more.
  refuseIf(
    earned !== null && (history.hasOutcome || history.isOutcomeMissed),
    `Proposal ${toldValue(id)} already has an outcome; report what ran before how it went.`,
  );
  refuseIf(
    earned !== null && earned.holdup !== null,
    `Proposal ${toldValue(id)} is not approved. ${earned?.holdup} Or report a person's decision first at POST /api/ame/decision.`,
  );
}

/** Good news only of what may have run and was not undone; bad news in any order. */
export function assertOutcomeFits(
  known: KnownProposal,
  earned: Earned | null,
  isBadNews: boolean,
): void {
  const { id, caseId, history } = known;
  refuseIf(
    history.hasOutcome,
    `Proposal ${toldValue(id)} already has an outcome; report it once. What turned out wrong later is undone at POST /api/ame/rollback/{execution_id}, or reported without its proposal.`,
  );
  if (isBadNews) {
    return;
  }
  refuseIf(
    history.isRolledBack,
    `Proposal ${toldValue(id)} was rolled back; that was its outcome.`,
  );
  refuseIf(
    caseId !== null && !history.isExecuted,
    `Proposal ${toldValue(id)} is governed here and has not been executed; it can have no good outcome yet.`,
  );
  if (!history.isExecuted) {
    assertMayHaveRun(known, earned);
  }
}

function assertMayHaveRun({ id, history }: KnownProposal, earned: Earned | null): void {
  refuseIf(history.decision === "reject", `Proposal ${toldValue(id)} was rejected; propose anew.`);
  refuseIf(
    earned !== null && !mayActByItself(earned.stage),
    `Proposal ${toldValue(id)} is not approved and automation may go no further than ${earned?.stage} there; report a person's decision first at POST /api/ame/decision.`,
  );
}

function refuseIf(isWrong: boolean, message: string): void {
  if (isWrong) {
    throw new AppError("conflict", message);
  }
}
