import { listDashboardWorkflows } from "@/lib/automation/list-dashboard-workflows";
import { dashboardWorkflowsContract } from "@/lib/contracts/dashboard";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";

export const GET = handle(dashboardWorkflowsContract, async (ctx, { query }) =>
  listReply(await listDashboardWorkflows(ctx, query)),
);
