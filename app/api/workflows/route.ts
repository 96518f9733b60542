import { runRules } from "@/lib/automation/run-rules";
import { createWorkflowContract, listWorkflowsContract } from "@/lib/contracts/workflow";
import { handle } from "@/lib/http/handle";
import { newWorkflowReply, pageReply } from "@/lib/http/reply";
import { createWorkflow } from "@/lib/workflows/create-workflow";
import { listWorkflows } from "@/lib/workflows/list-workflows";

export const GET = handle(listWorkflowsContract, async (ctx, { query }) =>
  pageReply(await listWorkflows(ctx, query)),
);

export const POST = handle(createWorkflowContract, async (ctx, { body }) =>
  newWorkflowReply(await createWorkflow(ctx, body, runRules)),
);
