import { listPendingProposals } from "@/lib/automation/list-pending-proposals";
import { pendingProposalsContract } from "@/lib/contracts/automation";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";

export const GET = handle(pendingProposalsContract, async (ctx, { query }) =>
  listReply(await listPendingProposals(ctx, query)),
);
