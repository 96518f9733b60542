import { replayDeliveryContract } from "@/lib/contracts/webhooks";
import { handle } from "@/lib/http/handle";
import { replayDelivery } from "@/lib/integrations/webhooks/replay-deliveries";

export const POST = handle(replayDeliveryContract, (ctx, { params }) =>
  replayDelivery(ctx, { endpointId: params.id, deliveryId: params.delivery_id }),
);
