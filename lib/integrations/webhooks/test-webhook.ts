import { recordAudit } from "@/lib/audit/record-audit";
import type { DeliveryAnswer } from "@/lib/contracts/webhooks";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertEnabled } from "./assert-enabled";
import { insertDeliveries, readDeliveryAnswer } from "./delivery-repository";
import { enqueueDeliveries } from "./enqueue-deliveries";
import { newDelivery } from "./fan-out";
import { lockWebhook } from "./webhook-repository";

/**
 * Sends an event that nothing has caused, whatever types the endpoint asks for.
 * @throws AppError conflict when the endpoint is disabled
 */
export function testWebhook(ctx: Context, id: string): Promise<DeliveryAnswer> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  return inTransaction(ctx, async (tx) => {
    assertEnabled(await lockWebhook(tx, id));
    const delivery = newDelivery(
      { tenantId: tx.tenantId, endpointId: id, eventId: `test_${tx.newId()}` },
      {
        type: "webhook.test",
        time: tx.now().toISOString(),
        site_id: "*",
        subject: { type: "webhook", id },
        case_id: null,
        actor: { kind: tx.actor.kind, id: tx.actor.id },
        data: { before: {}, after: {} },
      },
    );
    await insertDeliveries(tx, [delivery]);
    await enqueueDeliveries(tx, [{ ...delivery, generation: 0 }]);
    await recordAudit(tx, {
      action: "webhook.test",
      subject: { type: "webhook", id },
      after: { event_id: delivery.eventId },
    });
    return readDeliveryAnswer(tx, delivery);
  });
}
