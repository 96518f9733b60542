import { listDeliveriesContract } from "@/lib/contracts/webhooks";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";
import { listDeliveries } from "@/lib/integrations/webhooks/list-deliveries";

export const GET = handle(listDeliveriesContract, async (ctx, { params, query }) => {
  const page = await listDeliveries(ctx, params.id, query);
  return listReply({ deliveries: page.items, next_cursor: page.nextCursor });
});
