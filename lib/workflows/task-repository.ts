import type { Prisma } from "@/generated/sqlite/client";
import type { TaskState } from "@/lib/contracts/workflow";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Case, Task } from "./case";
import { newestOfEach } from "./newest-of-each";

export interface NewTask {
  name: string;
  assignedTo: string | null;
  state: TaskState;
}

export async function insertTask(
  tx: TransactionContext,
  caseId: number,
  task: NewTask,
): Promise<Task> {
  const stamps = { createdAt: tx.now(), updatedAt: tx.now() };
  const { id } = await tx.db.task.create({
    data: { ...task, ...stamps, workflowId: caseId },
    select: { id: true },
  });
  return { ...task, ...stamps, caseId, id: Number(id) };
}

/** Up to here one statement a task is cheaper than storing them together and reading them back. */
const FEW_TASKS = 3;

/**
 * Adds tasks to a case that the transaction has locked.
 * @returns the tasks as stored, in the order given
 */
export async function insertTasks(
  tx: TransactionContext,
  caseId: number,
  tasks: readonly NewTask[],
): Promise<Task[]> {
  if (tasks.length > FEW_TASKS) {
    await insertTasksUnread(tx, caseId, tasks);
    return findLastTasks(tx, caseId, tasks.length);
  }
  const stored: Task[] = [];
  for (const task of tasks) {
    stored.push(await insertTask(tx, caseId, task));
  }
  return stored;
}

/** The newest `limit` tasks of a case, oldest first. */
async function findLastTasks(ctx: Context, caseId: number, limit: number): Promise<Task[]> {
  const newest = await ctx.db.task.findMany({
    where: { workflowId: caseId },
    orderBy: { id: "desc" },
    take: limit,
  });
  return newest.map(toTask).reverse();
}

/** Adds tasks to a case when nobody needs their ids. */
export async function insertTasksUnread(
  tx: TransactionContext,
  caseId: number,
  tasks: readonly NewTask[],
): Promise<void> {
  const now = tx.now();
  await tx.db.task.createMany({
    data: tasks.map((task) => ({ ...task, workflowId: caseId, createdAt: now, updatedAt: now })),
  });
}

export async function findTask(ctx: Context, caseId: number, id: number): Promise<Task | null> {
  const row = await ctx.db.task.findFirst({ where: { id, workflowId: caseId } });
  return row ? toTask(row) : null;
}

export async function updateTaskState(
  tx: TransactionContext,
  task: Task,
  state: TaskState,
): Promise<Task> {
  const updatedAt = tx.now();
  await tx.db.task.update({
    where: { id: task.id },
    data: { state, updatedAt },
    select: { id: true },
  });
  return { ...task, state, updatedAt };
}

export async function deleteTask(tx: TransactionContext, id: number): Promise<void> {
  await tx.db.task.delete({ where: { id }, select: { id: true } });
}

/** Oldest first. */
export async function findTasksAfter(
  ctx: Context,
  caseId: number,
  page: { limit: number; afterId?: number | undefined },
): Promise<Task[]> {
  const rows = await ctx.db.task.findMany({
    where: {
      workflowId: caseId,
      ...(page.afterId === undefined ? {} : { id: { gt: page.afterId } }),
    },
    orderBy: { id: "asc" },
    take: page.limit,
  });
  return rows.map(toTask);
}

/** The newest `limit` tasks of each case, oldest first. */
export function findNewestTasks(
  ctx: Context,
  cases: readonly Case[],
  limit: number,
): Promise<Map<number, Task[]>> {
  return newestOfEach(cases, limit, {
    count: (one) => one.taskCount,
    all: async (caseIds) => {
      const rows = await ctx.db.task.findMany({
        where: { workflowId: { in: caseIds } },
        orderBy: [{ workflowId: "asc" }, { id: "asc" }],
      });
      return rows.map(toTask);
    },
    newest: async (caseId) => {
      const rows = await ctx.db.task.findMany({
        where: { workflowId: caseId },
        orderBy: { id: "desc" },
        take: limit,
      });
      return rows.map(toTask);
    },
  });
}

function toTask(row: Prisma.TaskGetPayload<object>): Task {
  return {
    id: Number(row.id),
    caseId: Number(row.workflowId),
    name: row.name,
    assignedTo: row.assignedTo,
    state: row.state as TaskState,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** Only what is still open; a failed task stays failed. The case is locked. @returns their ids */
export async function completeOpenTasks(
  tx: TransactionContext,
  caseId: number,
  name: string,
): Promise<number[]> {
  const open = await tx.db.task.findMany({
    where: { workflowId: caseId, name, state: { in: ["pending", "in_progress"] } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  await tx.db.task.updateMany({
    where: { id: { in: open.map(({ id }) => id) } },
    data: { state: "completed", updatedAt: tx.now() },
  });
  return open.map(({ id }) => Number(id));
}

/** States that no task is in are left out. */
export async function countTasksByState(
  ctx: Context,
  caseId: number,
): Promise<Partial<Record<TaskState, number>>> {
  const groups = await ctx.db.task.groupBy({
    by: ["state"],
    where: { workflowId: caseId },
    _count: { _all: true },
  });
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count._all]));
}
