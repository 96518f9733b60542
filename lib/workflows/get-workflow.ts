import type { WorkflowAnswer } from "@/lib/contracts/workflow";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { isOpen } from "@/lib/kernel/transaction";
import { getCache } from "@/lib/platform/cache/get-cache";
import { getSettings } from "@/lib/platform/settings";
import { findCaseStamp, getCase } from "./case-repository";
import { loadDetailsOf } from "./load-details";
import { toWorkflowAnswer } from "./workflow-answer";

/**
 * One workflow with its newest tasks and events. A copy is cached under the version and the
 * time of change that the database names, so it is either current or never asked for again, even
 * where several databases share one cache.
 */
export async function getWorkflow(ctx: Context, id: number): Promise<WorkflowAnswer> {
  requirePermission(ctx, "cases:read");
  if (isOpen(ctx)) {
    return readWorkflow(ctx, id);
  }
  const stamp = await findCaseStamp(ctx, id);
  if (stamp === null) {
    throw new AppError("not_found", `Workflow ${id} not found; list them at GET /api/workflows.`);
  }
  const cache = getCache();
  const cached = await cache.get<WorkflowAnswer>(cacheKey(ctx, id, stamp));
  if (cached) {
    return cached;
  }
  const answer = await readWorkflow(ctx, id);
  await cache.set(
    cacheKey(ctx, id, `${answer.version}:${Date.parse(answer.updated_at)}`),
    answer,
    getSettings().cache.ttlSeconds,
  );
  return answer;
}

/** The same, read inside a transaction, where nothing may come from a cache. */
export async function readWorkflow(ctx: Context, id: number): Promise<WorkflowAnswer> {
  return toWorkflowAnswer(await loadDetailsOf(ctx, await getCase(ctx, id)));
}

function cacheKey(ctx: Context, id: number, stamp: string): string {
  return `masked-workflow:${ctx.tenantId}:${id}:${stamp}`;
}
