import type { DashboardItem } from "@/lib/contracts/dashboard";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { listWorkflows } from "@/lib/workflows/list-workflows";
import { toDashboardItem } from "./dashboard-item";

/** One page of cases in the shape of the first dashboard, newest first. */
export async function listDashboardWorkflows(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined; queue?: string | undefined },
): Promise<{ workflows: DashboardItem[]; next_cursor: string | null }> {
  requirePermission(ctx, "cases:read");
  const page = await listWorkflows(ctx, query);
  return { workflows: page.items.map(toDashboardItem), next_cursor: page.nextCursor };
}
