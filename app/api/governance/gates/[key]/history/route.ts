import { gateHistoryContract } from "@/lib/contracts/gates";
import { listGateHistory } from "@/lib/governance/list-gate-history";
import { handle } from "@/lib/http/handle";
import { pageReply } from "@/lib/http/reply";

export const GET = handle(gateHistoryContract, async (ctx, { params, query }) =>
  pageReply(await listGateHistory(ctx, params.key, query)),
);
