import { getApiKey } from "@/lib/auth/keys/list-api-keys";
import { getApiKeyContract } from "@/lib/contracts/api-keys";
import { handle } from "@/lib/http/handle";

export const GET = handle(getApiKeyContract, (ctx, { params }) => getApiKey(ctx, params.id));
