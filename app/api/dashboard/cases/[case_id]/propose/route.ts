import { proposeAction } from "@/lib/automation/propose-action";
import { proposeContract } from "@/lib/contracts/dashboard";
import { handle } from "@/lib/http/handle";

export const POST = handle(proposeContract, (ctx, { params, body }) =>
  proposeAction(ctx, params.case_id, body),
);
