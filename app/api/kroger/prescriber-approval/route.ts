import { prescriberApprovalContract } from "@/lib/contracts/kroger";
import { handle } from "@/lib/http/handle";
import { workflowReply } from "@/lib/http/reply";
import { recordPrescriberApproval } from "@/lib/scenarios/record-prescriber-approval";

export const POST = handle(prescriberApprovalContract, async (ctx, { body }) =>
  workflowReply(await recordPrescriberApproval(ctx, body)),
);
