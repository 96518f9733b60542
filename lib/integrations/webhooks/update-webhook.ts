import { recordAudit } from "@/lib/audit/record-audit";
import type { JsonObject } from "@/lib/contracts/common";
import type { UpdateWebhook, WebhookAnswer } from "@/lib/contracts/webhooks";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertWebhookUrl } from "./assert-webhook-url";
import { cancelWaiting } from "./delivery-repository";
import { lockWebhook, toWebhookAnswer, updateWebhookRow, type Webhook } from "./webhook-repository";

/** Changes an endpoint. Once it is disabled nothing is sent there any more. */
export async function updateWebhook(
  ctx: Context,
  id: string,
  input: UpdateWebhook,
): Promise<WebhookAnswer> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  if (input.url !== undefined) {
    assertWebhookUrl(input.url);
  }
  const webhook = await inTransaction(ctx, async (tx) => {
    const before = await lockWebhook(tx, id);
    const after = await updateWebhookRow(tx, id, {
      url: input.url ?? before.url,
      description: input.description ?? before.description,
      eventTypes: input.event_types ?? before.eventTypes,
      isEnabled: input.is_enabled ?? before.isEnabled,
    });
    if (before.isEnabled && !after.isEnabled) {
      await cancelWaiting(tx, id, "the endpoint was disabled");
    }
    await recordAudit(tx, {
      action: "webhook.update",
      subject: { type: "webhook", id },
      before: facts(before),
      after: facts(after),
    });
    return after;
  });
  return toWebhookAnswer(webhook);
}

function facts({ url, eventTypes, isEnabled, version }: Webhook): JsonObject {
  return { url, event_types: eventTypes, is_enabled: isEnabled, version };
}
