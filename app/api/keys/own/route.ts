import { createOwnApiKey } from "@/lib/auth/keys/create-own-api-key";
import { listOwnApiKeys } from "@/lib/auth/keys/list-api-keys";
import { createOwnApiKeyContract, listOwnApiKeysContract } from "@/lib/contracts/api-keys";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";

export const GET = handle(listOwnApiKeysContract, async (ctx, { query }) => {
  const page = await listOwnApiKeys(ctx, query);
  return listReply({ keys: page.items, next_cursor: page.nextCursor });
});

export const POST = handle(createOwnApiKeyContract, (ctx, { body }) => createOwnApiKey(ctx, body));
