import { getWorkflowContract } from "@/lib/contracts/workflow";
import { handle } from "@/lib/http/handle";
import { getWorkflow } from "@/lib/workflows/get-workflow";

export const GET = handle(getWorkflowContract, (ctx, { params }) => getWorkflow(ctx, params.id));
