import { type JudgedAction, NOTHING_KNOWN } from "@/lib/ame/evidence";
import { holdHistory } from "@/lib/ame/proposal-history";
import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Rollback, RollbackAnswer } from "@/lib/contracts/automation";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { maskPatientData } from "@/lib/packs/patient-data";
import { lockCase } from "@/lib/workflows/lock-case";
import { getAction } from "./action-registry";
import { applyEffects } from "./apply-effects";
import { type AnyExecution, claimRollback, getExecution } from "./execution-repository";
import { forecastOf } from "./forecast-of";
import { settleOutcome } from "./outcome-repository";
import type { Execution } from "./proposal";
import { claimProposal, getProposal, retireProposals } from "./proposal-repository";
import { rollbackReported } from "./reports/rollback-reported";

/**
 * Undoes an execution within its window and once. A governed one by its action's own compensation,
 * while the case is still as the execution left it; for a reported one it is noted that the
 * reporting system takes it back, to the state in the answer.
 */
export async function rollbackExecution(
  ctx: Context,
  id: number,
  why: Rollback,
): Promise<RollbackAnswer> {
  requirePermission(ctx, "executions:rollback");
  const done = await inTransaction(ctx, async (tx) => {
    const execution = await getExecution(tx, id);
    assertReversible(execution, tx.now());
    const { proposalId } = execution;
    const history = proposalId === null ? null : await holdHistory(tx, proposalId);
    if (!(await claimRollback(tx, id, why.reason))) {
      throw alreadyRolledBack(id);
    }
    await settleOutcome(tx, id);
    if (execution.kind === "reported") {
      await rollbackReported(tx, execution, history, why);
      return { at: tx.now(), beforeState: execution.beforeState };
    }
    await rollbackGoverned(tx, execution, history?.action ?? NOTHING_KNOWN, why);
    return { at: tx.now() };
  });
  return {
    ok: true,
    execution_id: id,
    rolled_back: true,
    rollback_reason: why.reason,
    rollback_at: done.at.toISOString(),
    ...(done.beforeState && { before_state: maskPatientData(done.beforeState) }),
  };
}

async function rollbackGoverned(
  tx: TransactionContext,
  execution: Execution,
  action: JudgedAction,
  { reason_code, reason }: Rollback,
): Promise<void> {
  const { id } = execution;
  const locked = await lockCase(tx, execution.caseId);
  if (locked.moveCount !== execution.moveCount) {
    throw new AppError(
      "conflict",
      `Case ${locked.id} has moved since execution ${id}; roll back the later execution first, or correct it by a new action.`,
    );
  }
  const undo = getAction(execution.actionType).compensate(execution.effects);
  const { case: after } = await applyEffects(tx, locked, undo, {
    event: "rollback",
    sendAt: tx.now(),
  });
  const outdated = await retireProposals(tx, after);
  const proposal = await getProposal(tx, execution.proposalId);
  await claimProposal(tx, proposal.id, { from: "executed", to: "rolled_back" });
  await recordEvidence(tx, forecastOf(proposal), {
    ...{ kind: "rolled_back", reason, executionId: id, action },
  });
  await recordAudit(tx, {
    action: "execution.rollback",
    subject: { type: "execution", id },
    caseId: execution.caseId,
    siteId: execution.siteId,
    ...(reason_code && { reasonCode: reason_code }),
    reason,
    before: { queue: locked.queue, insurance: locked.insurance },
    after: {
      label: proposal.label,
      queue: after.queue,
      insurance: after.insurance,
      outdated_proposals: outdated,
    },
  });
}

function assertReversible(execution: AnyExecution, now: Date): void {
  if (execution.rolledBackAt) {
    throw alreadyRolledBack(execution.id);
  }
  if (!execution.reversibleUntil || execution.reversibleUntil < now) {
    throw new AppError(
      "conflict",
      execution.reversibleUntil
        ? `Execution ${execution.id} could be undone until ${execution.reversibleUntil.toISOString()}; correct it by a new action.`
        : `Execution ${execution.id} cannot be undone; correct it by a new action.`,
    );
  }
}

function alreadyRolledBack(id: number): AppError {
  return new AppError(
    "conflict",
    `Execution ${id} already rolled back; there is nothing left to undo.`,
  );
}
