import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import { enterpriseExecuteContract } from "@/lib/contracts/enterprise";
import { handle } from "@/lib/http/handle";

export const POST = handle(enterpriseExecuteContract, (ctx, { body }) =>
  executeGovernedAction(ctx, body),
);
