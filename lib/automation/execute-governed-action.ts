import { COLD_START } from "@/lib/ame/cold-start";
import { recordAudit } from "@/lib/audit/record-audit";
import type { JsonObject } from "@/lib/contracts/common";
import type { EnterpriseExecute } from "@/lib/contracts/enterprise";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import type { Case } from "@/lib/workflows/case";
import { lockCase } from "@/lib/workflows/lock-case";
import { executedTrigger } from "./executed-trigger";
import { assertInState, toGovernedAction } from "./governed-action";
import { type RanAction, runActionNow } from "./run-action-now";
import { runRules } from "./run-rules";

/** Runs an action at once on the decision of an administrator's system; gates hold all the same. */
export async function executeGovernedAction(ctx: Context, input: EnterpriseExecute) {
  requirePermission(ctx, "enterprise:execute");
  const { actionType, description, payload } = toGovernedAction(input);
  const done = await inTransaction(ctx, async (tx) => {
    const locked = await lockCase(tx, input.workflow_id);
    assertInState(locked, input.from_state);
    await recordAudit(tx, {
      action: "enterprise.execute",
      subject: { type: "case", id: locked.id },
      caseId: locked.id,
      siteId: locked.siteId,
      after: { action_type: input.action_type, payload },
    });
    const ran = await runActionNow(tx, locked, {
      action_type: actionType,
      label: description,
      payload,
      confidence: COLD_START.approveProbability,
      safety_score: COLD_START.safety,
    });
    await runRules(tx, locked.id, executedTrigger([ran.execution]));
    return { before: locked, ran };
  });
  return {
    ok: true as const,
    workflow_id: input.workflow_id,
    action_type: input.action_type,
    status: "success" as const,
    message: `${description}: done`,
    audit_id: done.ran.auditId,
    result: resultOf(done.before, done.ran),
  };
}

function resultOf(before: Case, { execution, case: after }: RanAction): JsonObject {
  const task = execution.effects.find((effect) => effect.kind === "set_task_state");
  const common = { execution_id: execution.id, updated_at: after.updatedAt.toISOString() };
  return task
    ? { ...common, task_id: task.taskId, status: task.to }
    : { ...common, previous_queue: before.queue, new_queue: after.queue };
}
