import { enqueueJob } from "@/lib/jobs/enqueue-job";
import type { TransactionContext } from "@/lib/kernel/context";

export const DELIVER_WEBHOOK = "webhook.deliver";

/** A job for each delivery, now. */
export async function enqueueDeliveries(
  tx: TransactionContext,
  deliveries: readonly { tenantId: string; endpointId: string; eventId: string }[],
): Promise<void> {
  for (const { tenantId, endpointId, eventId } of deliveries) {
    await enqueueJob(
      { ...tx, tenantId },
      { kind: DELIVER_WEBHOOK, payload: { endpoint_id: endpointId, event_id: eventId } },
    );
  }
}
