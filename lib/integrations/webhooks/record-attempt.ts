import { recordAudit } from "@/lib/audit/record-audit";
import type { DeliveryStatus } from "@/lib/contracts/webhooks";
import type { TransactionContext } from "@/lib/kernel/context";
import { cancelWaiting, type Delivery, findDelivery, updateDelivery } from "./delivery-repository";
import type { AttemptOutcome } from "./judge-attempt";
import { getWebhookOf, lockWebhook, updateWebhookRow, type Webhook } from "./webhook-repository";

/**
 * Stores what an attempt came to.
 * @returns the state the delivery is in now; when it was called off or replayed during the attempt,
 * that stays as it is
 */
export async function recordAttempt(
  tx: TransactionContext,
  attempt: { webhook: Webhook; delivery: Delivery; outcome: AttemptOutcome },
): Promise<DeliveryStatus> {
  const { webhook, delivery, outcome } = attempt;
  const wanted = outcome.kind === "retry" ? "waiting" : outcome.kind;
  const attempts = delivery.attempts + 1;
  const isGone = outcome.kind === "dead" && outcome.isGone;
  if (isGone) {
    // Before its deliveries, the order in which a change of the endpoint takes them.
    await lockWebhook(tx, webhook.id);
  }
  // What was called off meanwhile stays so, unless it has arrived after all.
  const from = [
    "waiting",
    "dead",
    ...(wanted === "delivered" ? ["cancelled" as const] : []),
  ] as const;
  const isStored = await updateDelivery(tx, delivery, from, {
    status: wanted,
    attempts,
    lastStatus: outcome.httpStatus,
    lastError: outcome.kind === "delivered" ? null : outcome.error,
    nextAttemptAt: outcome.kind === "retry" ? inSeconds(tx.now(), outcome.delaySeconds) : null,
    deliveredAt: outcome.kind === "delivered" ? tx.now() : null,
  });
  const status = isStored ? wanted : await readStatus(tx, delivery);
  if (isGone) {
    await disableGone(tx, webhook.id);
  }
  await recordAudit(tx, {
    action: isStored && status === "dead" ? "webhook.give_up" : "webhook.deliver",
    subject: { type: "webhook_delivery", id: delivery.id },
    ...(!isStored && { reason: "called off or replayed during the attempt" }),
    before: { status: delivery.status },
    after: {
      webhook_id: webhook.id,
      event_id: delivery.eventId,
      status,
      attempts,
      last_status: outcome.httpStatus,
    },
  });
  return status;
}

/** A delivery that is gone went with its endpoint. */
async function readStatus(tx: TransactionContext, delivery: Delivery): Promise<DeliveryStatus> {
  return (await findDelivery(tx, delivery))?.status ?? "cancelled";
}

/** RFC 9110: 410 says that it is gone for good and nobody wants to be told any more. */
async function disableGone(tx: TransactionContext, id: string): Promise<void> {
  const { isEnabled } = await getWebhookOf(tx, id);
  if (!isEnabled) {
    return;
  }
  const after = await updateWebhookRow(tx, id, { isEnabled: false });
  await cancelWaiting(tx, id, "the endpoint answered 410 Gone");
  await recordAudit(tx, {
    action: "webhook.disable",
    subject: { type: "webhook", id },
    reason: "the endpoint answered 410 Gone",
    before: { is_enabled: true },
    after: { is_enabled: false, version: after.version },
  });
}

function inSeconds(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
