import type { Page } from "@/lib/contracts/common";
import type { TaskAnswer } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { getCase } from "./case-repository";
import { findTasksAfter } from "./task-repository";
import { toTaskAnswer } from "./workflow-answer";

/** One page of a case's tasks, oldest first. */
export async function listTasks(
  ctx: Context,
  caseId: number,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<TaskAnswer>> {
  requirePermission(ctx, "cases:read");
  await getCase(ctx, caseId);
  const afterId = decodeIdCursor(query.cursor);
  const tasks = await findTasksAfter(ctx, caseId, { limit: query.limit + 1, afterId });
  const page = toPage(tasks, query.limit, (task) => [task.id]);
  return { items: page.items.map(toTaskAnswer), nextCursor: page.nextCursor };
}
