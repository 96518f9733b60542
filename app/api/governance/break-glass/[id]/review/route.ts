import { reviewGlassGrantContract } from "@/lib/contracts/break-glass";
import { reviewGrant } from "@/lib/governance/break-glass/review-grant";
import { handle } from "@/lib/http/handle";

export const POST = handle(reviewGlassGrantContract, (ctx, { params, body }) =>
  reviewGrant(ctx, params.id, body),
);
