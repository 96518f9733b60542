import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { rollbackContract } from "@/lib/contracts/automation";
import { handle } from "@/lib/http/handle";

export const POST = handle(rollbackContract, (ctx, { params, body }) =>
  rollbackExecution(ctx, params.execution_id, body),
);
