import { releaseHold } from "@/lib/audit/retention/release-hold";
import { releaseHoldContract } from "@/lib/contracts/legal-hold";
import { handle } from "@/lib/http/handle";

export const POST = handle(releaseHoldContract, (ctx, { params, body }) =>
  releaseHold(ctx, params.id, body.reason),
);
