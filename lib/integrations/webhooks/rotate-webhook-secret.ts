import { recordAudit } from "@/lib/audit/record-audit";
import type { WebhookWithSecret } from "@/lib/contracts/webhooks";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { lockWebhook, replaceSecret, toWebhookAnswer } from "./webhook-repository";
import { newWebhookSecret } from "./webhook-secret";

const BOTH_SIGN_MS = 24 * 3_600_000;

/** A new secret, shown once. For 24 hours the one before signs as well, so receivers lose nothing. */
export async function rotateWebhookSecret(ctx: Context, id: string): Promise<WebhookWithSecret> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  const secret = newWebhookSecret();
  const webhook = await inTransaction(ctx, async (tx) => {
    const before = await lockWebhook(tx, id);
    const expiresAt = new Date(tx.now().getTime() + BOTH_SIGN_MS);
    const after = await replaceSecret(tx, id, { secret, expiresAt });
    await recordAudit(tx, {
      action: "webhook.rotate_secret",
      subject: { type: "webhook", id },
      before: { version: before.version },
      after: { version: after.version },
    });
    return after;
  });
  return { ...toWebhookAnswer(webhook), secret };
}
