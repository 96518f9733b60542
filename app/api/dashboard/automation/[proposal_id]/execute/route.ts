import { executeProposal } from "@/lib/automation/execute-proposal";
import { runRules } from "@/lib/automation/run-rules";
import { executeContract } from "@/lib/contracts/automation";
import { handle } from "@/lib/http/handle";

export const POST = handle(executeContract, (ctx, { params, body }) =>
  executeProposal(ctx, params.proposal_id, body, runRules),
);
