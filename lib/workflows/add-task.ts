import { recordAudit } from "@/lib/audit/record-audit";
import type { CreateTask, TaskAnswer } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import type { AfterChange } from "./after-change";
import { touchCase } from "./case-repository";
import { findTask, insertTask } from "./task-repository";
import { toTaskAnswer } from "./workflow-answer";

/** Adds a pending task to a case. */
export async function addTask(
  ctx: Context,
  caseId: number,
  input: CreateTask,
  afterChange: AfterChange,
): Promise<TaskAnswer> {
  requirePermission(ctx, "cases:write");
  const fresh = {
    name: input.name,
    assignedTo: input.assigned_to ?? null,
    state: "pending",
  } as const;
  const task = await inTransaction(ctx, async (tx) => {
    const owner = await touchCase(tx, caseId, { tasks: 1 });
    const stored = await insertTask(tx, caseId, fresh);
    await recordAudit(tx, {
      action: "task.create",
      subject: { type: "task", id: stored.id },
      caseId,
      siteId: owner.siteId,
      after: { name: stored.name, assigned_to: stored.assignedTo, state: stored.state },
    });
    const trigger = { change: "task_created", eventTypes: [] } as const;
    const hasChanged = await afterChange(tx, caseId, trigger);
    return (hasChanged && (await findTask(tx, caseId, stored.id))) || stored;
  });
  return toTaskAnswer(task);
}
