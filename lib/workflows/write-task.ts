import type { TaskState } from "@/lib/contracts/workflow";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Task } from "./case";
import { touchCase } from "./case-repository";
import {
  completeOpenTasks,
  deleteTask,
  findTask,
  insertTask,
  type NewTask,
  updateTaskState,
} from "./task-repository";

/** null when the task is unknown or hangs on another case. */
export function findTaskOfCase(ctx: Context, caseId: number, taskId: number): Promise<Task | null> {
  return findTask(ctx, caseId, taskId);
}

/** Adds a task to a locked case. @returns its id */
export async function addTaskToCase(
  tx: TransactionContext,
  caseId: number,
  task: NewTask,
): Promise<number> {
  await touchCase(tx, caseId, { tasks: 1 });
  return (await insertTask(tx, caseId, task)).id;
}

/** @throws AppError conflict when the task is not in state `from` any more */
export async function moveTask(
  tx: TransactionContext,
  caseId: number,
  step: { taskId: number; from: TaskState; to: TaskState },
): Promise<void> {
  const task = await findTask(tx, caseId, step.taskId);
  if (task?.state !== step.from) {
    throw new AppError(
      "conflict",
      `Task ${step.taskId} is ${task?.state ?? "gone"}, not ${step.from}; reload the case.`,
    );
  }
  await updateTaskState(tx, task, step.to);
}

/** Completes the open tasks of this name on a locked case. @returns their ids */
export function completeTasksNamed(
  tx: TransactionContext,
  caseId: number,
  name: string,
): Promise<number[]> {
  return completeOpenTasks(tx, caseId, name);
}

/** @throws AppError conflict when somebody has begun the task */
export async function removeUntouchedTask(
  tx: TransactionContext,
  caseId: number,
  taskId: number,
): Promise<void> {
  const task = await findTask(tx, caseId, taskId);
  if (task?.state !== "pending") {
    throw new AppError(
      "conflict",
      `Task ${taskId} is ${task?.state ?? "gone"}; it cannot be taken back.`,
    );
  }
  await deleteTask(tx, taskId);
  await touchCase(tx, caseId, { tasks: -1 });
}
