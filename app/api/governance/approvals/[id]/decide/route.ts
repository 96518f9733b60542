import { decideApprovalContract } from "@/lib/contracts/approval";
import { decideApproval } from "@/lib/governance/approvals/decide-approval";
import { handle } from "@/lib/http/handle";

export const POST = handle(decideApprovalContract, (ctx, { params, body }) =>
  decideApproval(ctx, params.id, body),
);
