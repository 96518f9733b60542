import { getApprovalContract } from "@/lib/contracts/approval";
import { getApproval } from "@/lib/governance/approvals/list-approvals";
import { handle } from "@/lib/http/handle";

export const GET = handle(getApprovalContract, (ctx, { params }) => getApproval(ctx, params.id));
