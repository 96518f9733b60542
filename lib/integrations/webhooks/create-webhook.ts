import { recordAudit } from "@/lib/audit/record-audit";
import type { CreateWebhook, WebhookWithSecret } from "@/lib/contracts/webhooks";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertWebhookUrl } from "./assert-webhook-url";
import { countWebhooks, insertWebhook, toWebhookAnswer } from "./webhook-repository";
import { newWebhookSecret } from "./webhook-secret";

/** What happens is stored once for each of them, in one transaction. */
const MAX_WEBHOOKS = 50;

/**
 * Adds an endpoint. Its secret is in the answer and can never be read again.
 * @throws AppError conflict when the tenant has 50
 */
export async function createWebhook(
  ctx: Context,
  input: CreateWebhook,
): Promise<WebhookWithSecret> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  assertWebhookUrl(input.url);
  const secret = newWebhookSecret();
  const webhook = await inTransaction(ctx, async (tx) => {
    if ((await countWebhooks(tx)) >= MAX_WEBHOOKS) {
      throw new AppError(
        "conflict",
        `There are ${MAX_WEBHOOKS} webhooks already, and no more are allowed; remove one with DELETE /api/webhooks/{id} first.`,
      );
    }
    const { url, description, event_types: eventTypes, is_enabled: isEnabled } = input;
    const stored = await insertWebhook(tx, { url, description, eventTypes, isEnabled }, secret);
    await recordAudit(tx, {
      action: "webhook.create",
      subject: { type: "webhook", id: stored.id },
      after: { url, event_types: eventTypes, is_enabled: isEnabled, version: stored.version },
    });
    return stored;
  });
  return { ...toWebhookAnswer(webhook), secret };
}
