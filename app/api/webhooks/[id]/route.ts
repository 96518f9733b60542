import {
  deleteWebhookContract,
  getWebhookContract,
  updateWebhookContract,
} from "@/lib/contracts/webhooks";
import { handle } from "@/lib/http/handle";
import { deleteWebhook } from "@/lib/integrations/webhooks/delete-webhook";
import { getWebhook } from "@/lib/integrations/webhooks/list-webhooks";
import { updateWebhook } from "@/lib/integrations/webhooks/update-webhook";

export const GET = handle(getWebhookContract, (ctx, { params }) => getWebhook(ctx, params.id));

export const PATCH = handle(updateWebhookContract, (ctx, { params, body }) =>
  updateWebhook(ctx, params.id, body),
);

export const DELETE = handle(deleteWebhookContract, (ctx, { params }) =>
  deleteWebhook(ctx, params.id),
);
