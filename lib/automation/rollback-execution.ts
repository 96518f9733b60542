import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Rollback } from "@/lib/contracts/automation";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { lockCase } from "@/lib/workflows/lock-case";
import { getAction } from "./action-registry";
import { applyEffects } from "./apply-effects";
import { claimRollback, getExecution } from "./execution-repository";
import { forecastOf } from "./forecast-of";
import type { Execution } from "./proposal";
import { claimProposal, getProposal, retireProposals } from "./proposal-repository";

/**
 * Undoes an execution by its action's own compensation: within its window, once, and only while
 * the case is still as the execution left it.
 */
export async function rollbackExecution(ctx: Context, id: number, input: Rollback) {
  requirePermission(ctx, "executions:rollback");
  const rolledBackAt = await inTransaction(ctx, async (tx) => {
    const execution = await getExecution(tx, id);
    assertReversible(execution, tx.now());
    if (!(await claimRollback(tx, id, input.reason))) {
      throw new AppError(
        "conflict",
        `Execution ${id} already rolled back; there is nothing left to undo.`,
      );
    }
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
    await recordEvidence(tx, forecastOf(proposal), { kind: "rolled_back", reason: input.reason });
    await recordAudit(tx, {
      action: "execution.rollback",
      subject: { type: "execution", id },
      caseId: execution.caseId,
      siteId: execution.siteId,
      reason: input.reason,
      before: { queue: locked.queue, insurance: locked.insurance },
      after: {
        label: proposal.label,
        queue: after.queue,
        insurance: after.insurance,
        outdated_proposals: outdated,
      },
    });
    return tx.now();
  });
  return {
    ok: true as const,
    execution_id: id,
    rolled_back: true as const,
    rollback_reason: input.reason,
    rollback_at: rolledBackAt.toISOString(),
  };
}

function assertReversible(execution: Execution, now: Date): void {
  if (execution.rolledBackAt) {
    throw new AppError(
      "conflict",
      `Execution ${execution.id} already rolled back; there is nothing left to undo.`,
    );
  }
  if (!execution.reversibleUntil || execution.reversibleUntil < now) {
    throw new AppError(
      "conflict",
      `Execution ${execution.id} could be undone until ${execution.reversibleUntil?.toISOString() ?? "never"}; correct the case by a new action.`,
    );
  }
}
