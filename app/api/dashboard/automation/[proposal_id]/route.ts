import { getProposalAnswer } from "@/lib/automation/get-proposal-answer";
import { getProposalContract } from "@/lib/contracts/automation";
import { handle } from "@/lib/http/handle";
import { widerReply } from "@/lib/http/reply";

export const GET = handle(getProposalContract, async (ctx, { params }) => {
  const proposal = await getProposalAnswer(ctx, params.proposal_id);
  return widerReply(proposal, { kind: "proposal", ...proposal });
});
