import { ownScope } from "@/lib/ame/own-scope";
import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import { insertReportedExecution } from "@/lib/automation/execution-repository";
import type { ReportExecution } from "@/lib/contracts/ame-report";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { getSettings } from "@/lib/platform/settings";
import { assertExecutable } from "./assert-reportable";
import { holdProposalIfNamed, stageIfUndecided } from "./known-proposal";
import { subjectOfEvent } from "./subject-of-event";

const MINUTE_MS = 60_000;
const WINDOW_MS = 15 * MINUTE_MS;

/**
 * Records that another system has carried out its proposal, once, if a person approved it or its
 * scope acts alone. When guarded it can be taken back for 15 minutes, and its outcome is due.
 */
export async function reportExecution(ctx: Context, input: ReportExecution) {
  requirePermission(ctx, "evidence:write");
  const scope = ownScope(ctx, input.scope);
  return inTransaction(ctx, async (tx) => {
    const { known, forecast } = await holdProposalIfNamed(tx, input.proposal_id, scope);
    if (known) {
      assertExecutable(known, await stageIfUndecided(tx, known));
    }
    const reversibleUntil = input.guarded ? new Date(tx.now().getTime() + WINDOW_MS) : null;
    const awaitsOutcome = known !== null && !known.history.hasOutcome;
    const executionId = await insertReportedExecution(tx, {
      ...scope,
      reportedProposalId: forecast.proposalId,
      beforeState: input.before_state,
      afterState: input.after_state,
      reversibleUntil,
      outcomeDueAt: awaitsOutcome ? dueAfter(reversibleUntil) : null,
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

function dueAfter(windowEnd: Date | null): Date | null {
  const { outcomeDueHours } = getSettings();
  return windowEnd && new Date(windowEnd.getTime() + outcomeDueHours * 60 * MINUTE_MS);
}
