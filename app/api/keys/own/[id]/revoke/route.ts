import { revokeOwnApiKey } from "@/lib/auth/keys/revoke-api-key";
import { revokeOwnApiKeyContract } from "@/lib/contracts/api-keys";
import { handle } from "@/lib/http/handle";

export const POST = handle(revokeOwnApiKeyContract, (ctx, { params, body }) =>
  revokeOwnApiKey(ctx, params.id, body.reason),
);
