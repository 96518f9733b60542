import type { TaskState } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import type { CaseWithDetails } from "./case";
import { countTasksByState } from "./task-repository";

/** How many tasks of a case are in each state; asks the database only where not all were loaded. */
export async function readTaskCounts(
  ctx: Context,
  one: CaseWithDetails,
): Promise<Record<TaskState, number>> {
  const counts = { pending: 0, in_progress: 0, completed: 0, failed: 0 };
  if (one.taskCount > one.tasks.length) {
    return { ...counts, ...(await countTasksByState(ctx, one.id)) };
  }
  for (const { state } of one.tasks) {
    counts[state] += 1;
  }
  return counts;
}
