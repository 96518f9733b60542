import { capOfScope } from "@/lib/ame/cap-of-scope";
import type { Forecast } from "@/lib/ame/evidence";
import { recordEvidence } from "@/lib/ame/record-evidence";
import type { ScopeKey } from "@/lib/ame/scope";
import { recordAudit } from "@/lib/audit/record-audit";
import { insertReportedExecution } from "@/lib/automation/execution-repository";
import { outcomeDueAt } from "@/lib/automation/outcome-due-at";
import { keepDraw } from "@/lib/automation/outcome-repository";
import type { ReportExecution } from "@/lib/contracts/ame-report";
import { assertRunning } from "@/lib/governance/kill-switch/assert-running";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { packQueueOf } from "@/lib/packs/find-pack";
import { assertExecutable } from "./assert-reportable";
import { earnedIfUndecided, holdProposalIfNamed, type KnownProposal } from "./known-proposal";
import { refuseMachinesJudgement, reportableScope } from "./reportable-scope";
import { subjectOfEvent } from "./subject-of-event";

const WINDOW_MS = 15 * 60_000;

/**
 * Records that another system has carried out its proposal, once, if a person approved it or its
 * scope acts alone; then its audit is drawn now, and the answer says whether its outcome is awaited.
 * When guarded it can be taken back for 15 minutes, and its outcome is due.
 */
export async function reportExecution(ctx: Context, input: ReportExecution) {
  requirePermission(ctx, "evidence:write");
  const scope = reportableScope(ctx, input.scope);
  refuseMachinesJudgement(ctx, scope);
  return inTransaction(ctx, async (tx) => {
    const { known, forecast } = await holdProposalIfNamed(tx, input.proposal_id, scope);
    const isOwn = known !== null && (await assertMayRun(tx, known));
    const reversibleUntil = input.guarded ? new Date(tx.now().getTime() + WINDOW_MS) : null;
    const about = { known, forecast, isOwn, reversibleUntil };
    const kept = await keepReported(tx, { ...input, scope }, about);
    return {
      ok: true as const,
      execution_id: kept.executionId,
      event_id: kept.eventId,
      reversible_until: reversibleUntil?.toISOString() ?? null,
      audited: kept.isDrawn,
    };
  });
}

/** @returns whether automation has acted by itself, so that everything holds for it */
async function assertMayRun(tx: TransactionContext, known: KnownProposal): Promise<boolean> {
  const earned = await earnedIfUndecided(tx, known);
  assertExecutable(known, earned);
  if (earned === null) {
    return false;
  }
  const { siteId, queue, actionType } = known.forecast.scope;
  await assertRunning(tx, { siteId, queue: packQueueOf(queue), actionType });
  return true;
}

interface Reported {
  known: KnownProposal | null;
  forecast: Forecast;
  isOwn: boolean;
  reversibleUntil: Date | null;
}

async function keepReported(
  tx: TransactionContext,
  input: Omit<ReportExecution, "scope"> & { scope: ScopeKey },
  { known, forecast, isOwn, reversibleUntil }: Reported,
): Promise<{ executionId: number; eventId: number; isDrawn: boolean }> {
  const from = reversibleUntil ?? tx.now();
  const executionId = await insertReportedExecution(tx, {
    ...input.scope,
    reportedProposalId: forecast.proposalId,
    beforeState: input.before_state,
    afterState: input.after_state,
    reversibleUntil,
    outcomeDueAt: awaitsOutcome(known, input.guarded) ? outcomeDueAt(from) : null,
  });
  const { eventId, draw } = await recordEvidence(tx, forecast, {
    ...{ kind: "executed", executionId },
    ownCap: isOwn ? capOfScope(input.scope).cap : null,
    excluded: !isOwn && known?.history.isOwnJudgement ? "own_judgement" : null,
  });
  if (draw) {
    await keepDraw(tx, executionId, { ...draw, from });
  }
  const subject = subjectOfEvent(eventId, forecast, {
    execution_id: executionId,
    ...(draw && { audit_probability: draw.probability, audited: draw.isDrawn }),
  });
  await recordAudit(tx, { action: "ame.execution", ...subject });
  return { executionId, eventId, isDrawn: draw?.isDrawn ?? false };
}

function awaitsOutcome(known: KnownProposal | null, isGuarded: boolean): boolean {
  return (
    isGuarded && known !== null && known.history.decision !== null && !known.history.hasOutcome
  );
}
