import { COLD_START } from "@/lib/ame/cold-start";
import { getStanding, toAmeAnswer } from "@/lib/ame/get-standing";
import { recordAudit } from "@/lib/audit/record-audit";
import type { WorkflowAnswer } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { readWorkflow } from "@/lib/workflows/get-workflow";
import { lockCase } from "@/lib/workflows/lock-case";
import { suggestActions } from "./action-registry";
import { executedTrigger } from "./executed-trigger";
import { scopeOf } from "./forecast-of";
import { loadSubject } from "./load-subject";
import { runActionNow } from "./run-action-now";
import { runRules } from "./run-rules";
import { STEP_ACTION } from "./step-action";

/** Takes a case one queue further on the decision of whoever calls. */
export async function autoStep(ctx: Context, caseId: number) {
  requirePermission(ctx, "proposals:execute");
  requirePermission(ctx, "proposals:decide");
  const result = await inTransaction(ctx, async (tx) => {
    const locked = await lockCase(tx, caseId);
    const subject = await loadSubject(tx, locked, {});
    const step = suggestActions(subject).find(({ type }) => type === STEP_ACTION);
    await recordAudit(tx, {
      action: "case.auto_step",
      subject: { type: "case", id: caseId },
      caseId,
      siteId: locked.siteId,
      after: { from: locked.queue, step: step?.label ?? "none" },
    });
    const ran =
      step &&
      (await runActionNow(tx, locked, {
        action_type: step.type,
        label: step.label,
        payload: step.payload,
        confidence: COLD_START.approveProbability,
        safety_score: COLD_START.safety,
      }));
    if (ran) {
      await runRules(tx, caseId, executedTrigger([ran.execution]));
    }
    return {
      from: locked.queue,
      siteId: locked.siteId,
      ran,
      workflow: await readWorkflow(tx, caseId),
    };
  });
  const { ran, workflow, from } = result;
  const standing = await getStanding(ctx, scopeOf(result.siteId, from, STEP_ACTION));
  const common = { ok: true as const, queue: workflow.queue, ame_stage: standing.stage, workflow };
  if (!ran) {
    return { ...common, note: noteFor(workflow) };
  }
  const forecast = { confidence: COLD_START.approveProbability, safety: COLD_START.safety };
  return {
    ...common,
    from,
    to: ran.case.queue,
    ame: toAmeAnswer(standing, forecast),
    execution_id: ran.execution.id,
    rollback_until: ran.execution.reversibleUntil?.toISOString() ?? null,
  };
}

function noteFor({ queue, insurance }: WorkflowAnswer): string {
  return insurance === "rejected"
    ? "The claim was rejected; resolve the reject, then step on."
    : `The case is in ${queue}, the end of its way.`;
}
