import { replayDeadDeliveriesContract } from "@/lib/contracts/webhooks";
import { handle } from "@/lib/http/handle";
import { replayDeadDeliveries } from "@/lib/integrations/webhooks/replay-deliveries";

export const POST = handle(replayDeadDeliveriesContract, (ctx, { params, body }) =>
  replayDeadDeliveries(ctx, params.id, body),
);
