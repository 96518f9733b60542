import { requestPromotionContract } from "@/lib/contracts/ame-trust";
import { requestPromotion } from "@/lib/governance/trust/request-promotion";
import { handle } from "@/lib/http/handle";

export const POST = handle(requestPromotionContract, (ctx, { params, body }) =>
  requestPromotion(ctx, params.id, body),
);
