import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import { insertReportedExecution } from "@/lib/automation/execution-repository";
import { outcomeDueAt } from "@/lib/automation/outcome-due-at";
import type { ReportExecution } from "@/lib/contracts/ame-report";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertExecutable } from "./assert-reportable";
import { holdProposalIfNamed, type KnownProposal, stageIfUndecided } from "./known-proposal";
import { refuseMachinesJudgement, reportableScope } from "./reportable-scope";
import { subjectOfEvent } from "./subject-of-event";

const WINDOW_MS = 15 * 60_000;

/**
 * Records that another system has carried out its proposal, once, if a person approved it or its
 * scope acts alone. When guarded it can be taken back for 15 minutes. Its outcome is due when it is
 * guarded, and always when nobody approved it.
 */
export async function reportExecution(ctx: Context, input: ReportExecution) {
  requirePermission(ctx, "evidence:write");
  const scope = reportableScope(ctx, input.scope);
  refuseMachinesJudgement(ctx, scope);
  return inTransaction(ctx, async (tx) => {
    const { known, forecast } = await holdProposalIfNamed(tx, input.proposal_id, scope);
    if (known) {
      assertExecutable(known, await stageIfUndecided(tx, known));
    }
    const reversibleUntil = input.guarded ? new Date(tx.now().getTime() + WINDOW_MS) : null;
    const executionId = await insertReportedExecution(tx, {
      ...scope,
      reportedProposalId: forecast.proposalId,
      beforeState: input.before_state,
      afterState: input.after_state,
      reversibleUntil,
      outcomeDueAt: awaitsOutcome(known, input.guarded)
        ? outcomeDueAt(reversibleUntil ?? tx.now())
        : null,
    });
    const eventId = await recordEvidence(tx, forecast, { kind: "executed", executionId });
    const subject = subjectOfEvent(eventId, forecast, { execution_id: executionId });
    await recordAudit(tx, { action: "ame.execution", ...subject });
    return {
      ok: true as const,
      execution_id: executionId,
      event_id: eventId,
      reversible_until: reversibleUntil?.toISOString() ?? null,
    };
  });
}

function awaitsOutcome(known: KnownProposal | null, isGuarded: boolean): boolean {
  return (
    known !== null && !known.history.hasOutcome && (isGuarded || known.history.decision === null)
  );
}
