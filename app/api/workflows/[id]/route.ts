import { getWorkflowContract } from "@/lib/contracts/workflow";
import { handle } from "@/lib/http/handle";
import { workflowReply } from "@/lib/http/reply";
import { getWorkflow } from "@/lib/workflows/get-workflow";

export const GET = handle(getWorkflowContract, async (ctx, { params }) =>
  workflowReply(await getWorkflow(ctx, params.id)),
);
