import { rotateApiKey } from "@/lib/auth/keys/rotate-api-key";
import { rotateApiKeyContract } from "@/lib/contracts/api-keys";
import { handle } from "@/lib/http/handle";

export const POST = handle(rotateApiKeyContract, (ctx, { params, body }) =>
  rotateApiKey(ctx, params.id, { overlapMinutes: body.overlap_minutes }),
);
