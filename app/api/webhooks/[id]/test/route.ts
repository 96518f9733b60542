import { testWebhookContract } from "@/lib/contracts/webhooks";
import { handle } from "@/lib/http/handle";
import { testWebhook } from "@/lib/integrations/webhooks/test-webhook";

export const POST = handle(testWebhookContract, (ctx, { params }) => testWebhook(ctx, params.id));
