import { dryRunGovernedAction } from "@/lib/automation/dry-run-governed-action";
import { enterpriseDryRunContract } from "@/lib/contracts/enterprise";
import { handle } from "@/lib/http/handle";

export const POST = handle(enterpriseDryRunContract, (ctx, { body }) =>
  dryRunGovernedAction(ctx, body),
);
