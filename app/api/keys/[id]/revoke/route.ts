import { revokeApiKey } from "@/lib/auth/keys/revoke-api-key";
import { revokeApiKeyContract } from "@/lib/contracts/api-keys";
import { handle } from "@/lib/http/handle";

export const POST = handle(revokeApiKeyContract, (ctx, { params, body }) =>
  revokeApiKey(ctx, params.id, body.reason),
);
