import type { Page } from "@/lib/contracts/common";
import type { WorkflowAnswer, WorkflowState } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { findCases } from "./case-repository";
import { loadDetails } from "./load-details";
import { toWorkflowAnswer } from "./workflow-answer";

export interface ListWorkflows {
  limit: number;
  cursor?: string | undefined;
  queue?: string | undefined;
  state?: WorkflowState | undefined;
}

/** One page of workflows, newest first: three queries whatever the size of the table. */
export async function listWorkflows(
  ctx: Context,
  query: ListWorkflows,
): Promise<Page<WorkflowAnswer>> {
  requirePermission(ctx, "cases:read");
  const cases = await findCases(ctx, {
    limit: query.limit + 1,
    beforeId: decodeIdCursor(query.cursor),
    queue: query.queue,
    state: query.state,
  });
  const page = toPage(cases, query.limit, (one) => [one.id]);
  const items = await loadDetails(ctx, page.items);
  return { items: items.map(toWorkflowAnswer), nextCursor: page.nextCursor };
}
