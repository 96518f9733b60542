import { type Evidence, isBadNews } from "@/lib/ame/evidence";
import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import { clearOutcomeDue } from "@/lib/automation/execution-repository";
import type { Recorded, ReportOutcome } from "@/lib/contracts/ame-report";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertOutcomeFits } from "./assert-reportable";
import { holdProposalIfNamed, type KnownProposal, stageIfUndecided } from "./known-proposal";
import { refuseMachinesJudgement, reportableScope } from "./reportable-scope";
import { subjectOfEvent } from "./subject-of-event";

/**
 * Records how an action turned out, once a proposal, whoever carried it out. Good news needs a
 * proposal that may have run; bad news is taken in any order, even without a proposal.
 */
export async function reportOutcome(ctx: Context, input: ReportOutcome): Promise<Recorded> {
  requirePermission(ctx, "evidence:write");
  const scope = reportableScope(ctx, input.scope);
  const { eventId, at } = await inTransaction(ctx, async (tx) => {
    const { known, forecast } = await holdProposalIfNamed(tx, input.proposal_id, scope);
    const outcome = outcomeOf(input, known);
    // What was governed here a person has carried out; how it turned out anybody may tell.
    if (known?.caseId == null && !isBadNews(outcome)) {
      refuseMachinesJudgement(tx, scope);
    }
    if (known) {
      assertOutcomeFits(known, await stageIfUndecided(tx, known), isBadNews(outcome));
    }
    await settleExecution(tx, known);
    const id = await recordEvidence(tx, forecast, outcome);
    const { outcome_success, observed_error } = input;
    await recordAudit(tx, {
      action: "ame.outcome",
      ...subjectOfEvent(id, forecast, { outcome_success, observed_error }),
      ...(known?.caseId && { caseId: known.caseId }),
    });
    return { eventId: id, at: tx.now() };
  });
  return { ok: true, event_id: eventId, timestamp: at.toISOString() };
}

function outcomeOf(input: ReportOutcome, known: KnownProposal | null): Evidence {
  return {
    kind: "outcome",
    isSuccess: input.outcome_success,
    hasError: input.observed_error,
    timeSavedSec: input.observed_time_saved_sec ?? null,
    executionId: known?.history.executionId ?? null,
    wasMissed: known?.history.isOutcomeMissed ?? false,
  };
}

async function settleExecution(tx: TransactionContext, known: KnownProposal | null): Promise<void> {
  if (known?.history.executionId) {
    await clearOutcomeDue(tx, known.history.executionId);
  }
}
