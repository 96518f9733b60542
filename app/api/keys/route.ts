import { createApiKey } from "@/lib/auth/keys/create-api-key";
import { listApiKeys } from "@/lib/auth/keys/list-api-keys";
import { createApiKeyContract, listApiKeysContract } from "@/lib/contracts/api-keys";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";

export const GET = handle(listApiKeysContract, async (ctx, { query }) => {
  const page = await listApiKeys(ctx, query);
  return listReply({ keys: page.items, next_cursor: page.nextCursor });
});

export const POST = handle(createApiKeyContract, (ctx, { body }) => createApiKey(ctx, body));
