import { listHolds } from "@/lib/audit/retention/list-holds";
import { placeHold } from "@/lib/audit/retention/place-hold";
import { listHoldsContract, placeHoldContract } from "@/lib/contracts/legal-hold";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";

export const GET = handle(listHoldsContract, async (ctx, { query }) => {
  const page = await listHolds(ctx, query);
  return listReply({ holds: page.items, next_cursor: page.nextCursor });
});

export const POST = handle(placeHoldContract, (ctx, { body }) => placeHold(ctx, body));
