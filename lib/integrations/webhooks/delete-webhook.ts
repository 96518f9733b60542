import { recordAudit } from "@/lib/audit/record-audit";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { deleteWebhookRow, lockWebhook } from "./webhook-repository";

/** Removes an endpoint with its deliveries; jobs that were to send them find nothing to do. */
export function deleteWebhook(ctx: Context, id: string): Promise<{ ok: true }> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  return inTransaction(ctx, async (tx) => {
    const before = await lockWebhook(tx, id);
    await deleteWebhookRow(tx, id);
    await recordAudit(tx, {
      action: "webhook.delete",
      subject: { type: "webhook", id },
      before: { url: before.url, event_types: before.eventTypes, is_enabled: before.isEnabled },
    });
    return { ok: true as const };
  });
}
