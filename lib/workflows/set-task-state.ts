import { recordAudit } from "@/lib/audit/record-audit";
import type { TaskAnswer, TaskState } from "@/lib/contracts/workflow";
import { AppError } from "@/lib/kernel/app-error";
import { assertPolicy } from "@/lib/kernel/assert-policy";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { findPack } from "@/lib/packs/find-pack";
import { isPharmacistsTask, isPharmacistsWork } from "@/lib/packs/pharmacists-work";
import { NO_STEP } from "@/lib/packs/policy/acts-of-step";
import type { AfterChange } from "./after-change";
import type { Case, Task } from "./case";
import { touchCaseIfKnown } from "./case-repository";
import { findTask, updateTaskState } from "./task-repository";
import { toTaskAnswer } from "./workflow-answer";

/** Sets the state of a task; every state may follow every state. */
export async function setTaskState(
  ctx: Context,
  target: { id: number; tid: number },
  state: TaskState,
  afterChange: AfterChange,
): Promise<TaskAnswer> {
  requirePermission(ctx, "cases:write");
  const task = await inTransaction(ctx, async (tx) => {
    const owner = await touchCaseIfKnown(tx, target.id);
    const before = owner && (await findTask(tx, owner.id, target.tid));
    if (!before) {
      throw unknownTask(target.id, target.tid);
    }
    requireJudgement(tx, owner, before, state);
    const after = await updateTaskState(tx, before, state);
    await recordAudit(tx, {
      action: "task.set_state",
      subject: { type: "task", id: after.id },
      caseId: owner.id,
      siteId: owner.siteId,
      before: { name: before.name, state: before.state },
      after: { name: after.name, state: after.state },
    });
    const trigger = { change: "task_state_set", eventTypes: [] } as const;
    const hasChanged = await afterChange(tx, owner.id, trigger);
    return (hasChanged && (await findTask(tx, owner.id, after.id))) || after;
  });
  return toTaskAnswer(task);
}

/** Completing work that is a pharmacist's to judge needs a pharmacist in person, as an action on it would. */
function requireJudgement(tx: TransactionContext, owner: Case, task: Task, state: TaskState): void {
  if (state !== "completed") {
    return;
  }
  const pack = findPack(owner.packId);
  const isPharmacists =
    isPharmacistsTask(task) ||
    (pack !== null && isPharmacistsWork(pack, owner.queue, owner.attributes));
  if (pack) {
    const { queue } = owner;
    const step = { ...NO_STEP, queue, completes: [task.name], isClinical: isPharmacists };
    assertPolicy(tx, { pack, case: owner }, step);
  }
  if (isPharmacists) {
    requirePermission(tx, "clinical:decide");
  }
}

/** 404 for a task that is unknown or hangs on another case. */
function unknownTask(caseId: number, taskId: number): AppError {
  return new AppError(
    "not_found",
    `Task ${taskId} not found in workflow ${caseId}; see GET /api/workflows/${caseId}/tasks.`,
  );
}
