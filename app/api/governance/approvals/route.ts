import { listApprovalsContract } from "@/lib/contracts/approval";
import { listApprovals } from "@/lib/governance/approvals/list-approvals";
import { handle } from "@/lib/http/handle";
import { pageReply } from "@/lib/http/reply";

export const GET = handle(listApprovalsContract, async (ctx, { query }) =>
  pageReply(await listApprovals(ctx, query)),
);
