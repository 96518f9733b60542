import { decideProposal } from "@/lib/automation/decide-proposal";
import { decideContract } from "@/lib/contracts/automation";
import { handle } from "@/lib/http/handle";

export const POST = handle(decideContract, (ctx, { params, body }) =>
  decideProposal(ctx, params.proposal_id, body),
);
