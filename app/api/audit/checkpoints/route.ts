import { listCheckpoints } from "@/lib/audit/checkpoints/list-checkpoints";
import { listCheckpointsContract } from "@/lib/contracts/audit";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";

export const GET = handle(listCheckpointsContract, async (ctx, { query }) => {
  const page = await listCheckpoints(ctx, query);
  return listReply({ checkpoints: page.items, next_cursor: page.nextCursor });
});
