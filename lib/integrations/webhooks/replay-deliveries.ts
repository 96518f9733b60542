import { recordAudit } from "@/lib/audit/record-audit";
import type { DeliveryAnswer, ReplayDead } from "@/lib/contracts/webhooks";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertEnabled } from "./assert-enabled";
import {
  type Delivery,
  findDeadDeliveries,
  getDeliveryKey,
  readDeliveryAnswer,
  resetDeliveries,
} from "./delivery-repository";
import { enqueueDeliveries } from "./enqueue-deliveries";
import { lockWebhook } from "./webhook-repository";

const DELIVERIES_AT_A_TIME = 500;
/** A delivery that should have gone out this long ago has lost its job. */
const OVERDUE_MS = 10 * 60_000;

/**
 * Sends a delivery again, under the same webhook-id, with all its attempts before it.
 * @throws AppError not_found, or conflict when it is on its way or the endpoint is disabled
 */
export function replayDelivery(
  ctx: Context,
  { endpointId, deliveryId }: { endpointId: string; deliveryId: number },
): Promise<DeliveryAnswer> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  return inTransaction(ctx, async (tx) => {
    assertEnabled(await lockWebhook(tx, endpointId));
    const before = await getDeliveryKey(tx, endpointId, deliveryId);
    const dueMs = before.nextAttemptAt?.getTime() ?? 0;
    if (before.status === "waiting" && dueMs > tx.now().getTime() - OVERDUE_MS) {
      throw new AppError(
        "conflict",
        `Delivery ${deliveryId} is on its way already; its next attempt is at ${before.nextAttemptAt?.toISOString()}.`,
      );
    }
    await resetDeliveries(tx, [deliveryId]);
    await enqueueDeliveries(tx, [nextJob(tx, before)]);
    await recordAudit(tx, {
      action: "webhook.replay",
      subject: { type: "webhook_delivery", id: deliveryId },
      before: { status: before.status },
      after: { status: "waiting", webhook_id: endpointId, event_id: before.eventId },
    });
    return readDeliveryAnswer(tx, before);
  });
}

/**
 * Sends the dead deliveries of an endpoint again, oldest first, 500 at a time.
 * @throws AppError not_found, or conflict when the endpoint is disabled
 */
export function replayDeadDeliveries(
  ctx: Context,
  endpointId: string,
  { since }: ReplayDead,
): Promise<{ replayed: number; has_more: boolean }> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  return inTransaction(ctx, async (tx) => {
    assertEnabled(await lockWebhook(tx, endpointId));
    const found = await findDeadDeliveries(tx, {
      endpointId,
      since: since === undefined ? null : new Date(since),
      limit: DELIVERIES_AT_A_TIME + 1,
    });
    const dead = found.slice(0, DELIVERIES_AT_A_TIME);
    await resetDeliveries(
      tx,
      dead.map(({ id }) => id),
    );
    await enqueueDeliveries(
      tx,
      dead.map((delivery) => nextJob(tx, delivery)),
    );
    await recordAudit(tx, {
      action: "webhook.replay",
      subject: { type: "webhook", id: endpointId },
      after: { deliveries: dead.length, ...(since !== undefined && { since }) },
    });
    return { replayed: dead.length, has_more: found.length > dead.length };
  });
}

/** Of the generation that the reset has begun, so that a job from before it does nothing more. */
function nextJob(
  { tenantId }: TransactionContext,
  { endpointId, eventId, generation }: Pick<Delivery, "endpointId" | "eventId" | "generation">,
) {
  return { tenantId, endpointId, eventId, generation: generation + 1 };
}
