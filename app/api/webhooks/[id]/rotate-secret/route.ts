import { rotateWebhookSecretContract } from "@/lib/contracts/webhooks";
import { handle } from "@/lib/http/handle";
import { rotateWebhookSecret } from "@/lib/integrations/webhooks/rotate-webhook-secret";

export const POST = handle(rotateWebhookSecretContract, (ctx, { params }) =>
  rotateWebhookSecret(ctx, params.id),
);
