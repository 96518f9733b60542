import { enqueueJobs } from "@/lib/jobs/enqueue-job";
import type { TransactionContext } from "@/lib/kernel/context";

export const DELIVER_WEBHOOK = "webhook.deliver";

interface DeliveryJob {
  endpointId: string;
  eventId: string;
  /** how often it has been replayed */
  generation: number;
}

/** A job for each delivery, now. */
export function enqueueDeliveries(
  tx: TransactionContext,
  deliveries: readonly (DeliveryJob & { tenantId: string })[],
): Promise<void> {
  return enqueueJobs(
    tx,
    deliveries.map((delivery) => ({
      tenantId: delivery.tenantId,
      kind: DELIVER_WEBHOOK,
      payload: {
        endpoint_id: delivery.endpointId,
        event_id: delivery.eventId,
        generation: delivery.generation,
      },
      dedupeKey: deliveryJobKey(delivery),
    })),
  );
}

/** Under which the one job of a delivery is stored. */
export function deliveryJobKey({ endpointId, eventId, generation }: DeliveryJob): string {
  return `${DELIVER_WEBHOOK}:${endpointId}:${eventId}:${generation}`;
}
