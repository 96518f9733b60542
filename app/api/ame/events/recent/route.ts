import { listRecentEvents } from "@/lib/ame/list-recent-events";
import { recentEventsContract } from "@/lib/contracts/ame-scope";
import { handle } from "@/lib/http/handle";
import { pageReply } from "@/lib/http/reply";

export const GET = handle(recentEventsContract, async (ctx, { query }) =>
  pageReply(await listRecentEvents(ctx, query)),
);
