import { recordAudit } from "@/lib/audit/record-audit";
import type { CreateWorkflow, WorkflowAnswer } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import type { AfterChange } from "./after-change";
import { createCase } from "./create-case";
import { readWorkflow } from "./get-workflow";
import { siteOfNewCase } from "./site-of-new-case";
import { toWorkflowAnswer } from "./workflow-answer";

const NORMAL_PRIORITY = 3;

/** Creates a workflow in the queue asked for, or in the pack's default queue. */
export async function createWorkflow(
  ctx: Context,
  input: CreateWorkflow,
  afterChange: AfterChange,
): Promise<WorkflowAnswer> {
  requirePermission(ctx, "cases:write");
  return inTransaction(ctx, async (tx) => {
    const stored = await createCase(tx, {
      pack: DEFAULT_PACK,
      siteId: siteOfNewCase(ctx, input.site_id, "body.site_id"),
      scenarioKey: null,
      name: input.name,
      description: input.description ?? null,
      queue: input.queue ?? DEFAULT_PACK.defaultQueue,
      insurance: "pending",
      priority: input.priority ?? NORMAL_PRIORITY,
      promisedAt: input.promised_at ? new Date(input.promised_at) : null,
      attributes: input.attributes ?? {},
      tasks: input.initial_tasks.map((task) => ({
        name: task.name,
        assignedTo: task.assigned_to ?? null,
        state: "pending",
      })),
      events: [],
    });
    await recordAudit(tx, {
      action: "case.create",
      subject: { type: "case", id: stored.id },
      caseId: stored.id,
      siteId: stored.siteId,
      after: { name: stored.name, queue: stored.queue, tasks: stored.tasks.length },
    });
    const hasChanged = await afterChange(tx, stored.id, {
      change: "case_created",
      eventTypes: stored.tasks.length > 0 ? ["task_created"] : [],
    });
    return hasChanged ? readWorkflow(tx, stored.id) : toWorkflowAnswer(stored);
  });
}
