import { prescriberApprovalContract } from "@/lib/contracts/kroger";
import { handle } from "@/lib/http/handle";
import { recordPrescriberApproval } from "@/lib/scenarios/record-prescriber-approval";

export const POST = handle(prescriberApprovalContract, (ctx, { body }) =>
  recordPrescriberApproval(ctx, body),
);
