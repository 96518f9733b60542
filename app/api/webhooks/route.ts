import { createWebhookContract, listWebhooksContract } from "@/lib/contracts/webhooks";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";
import { createWebhook } from "@/lib/integrations/webhooks/create-webhook";
import { listWebhooks } from "@/lib/integrations/webhooks/list-webhooks";

export const GET = handle(listWebhooksContract, async (ctx, { query }) => {
  const page = await listWebhooks(ctx, query);
  return listReply({ webhooks: page.items, next_cursor: page.nextCursor });
});

export const POST = handle(createWebhookContract, (ctx, { body }) => createWebhook(ctx, body));
