import type { StreamEventAnswer } from "@/lib/contracts/events";
import type { TransactionContext } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";
import { matchesEventType } from "../event-type-pattern";
import { toCloudEvent } from "./cloud-event";
import type { NewDelivery } from "./delivery-repository";
import { insertDeliveries } from "./delivery-repository";
import { enqueueDeliveries } from "./enqueue-deliveries";
import type { Webhook } from "./webhook-repository";

export type FannedOutEvent = StreamEventAnswer & { tenantId: string; at: Date };

/** What webhooks and jobs do is not told by webhook: a dead delivery would make the next one. */
const KEPT_IN = /^(?:webhook|job)\./;

type Listener = Webhook & { tenantId: string };

/** As many as one transaction stores while others wait for it. */
const MAX_DELIVERIES = 500;

/** How many events can be passed on at once; at least one, whoever listens. */
export function eventsAtATime(webhooks: readonly Listener[]): number {
  const perTenant = new Map<string, number>();
  for (const { tenantId } of webhooks) {
    perTenant.set(tenantId, (perTenant.get(tenantId) ?? 0) + 1);
  }
  const most = Math.max(1, ...perTenant.values());
  return Math.max(1, Math.floor(MAX_DELIVERIES / most));
}

/**
 * Stores a delivery and its job for each event and endpoint that wants it, in the transaction that
 * gives the events their positions.
 * @param readEvents asked only when some endpoint listens
 */
export async function fanOut(
  tx: TransactionContext,
  webhooks: readonly Listener[],
  readEvents: () => Promise<FannedOutEvent[]>,
): Promise<void> {
  if (webhooks.length === 0) {
    return;
  }
  const events = (await readEvents()).filter(({ type }) => !KEPT_IN.test(type));
  const deliveries = events.flatMap((event) =>
    webhooks.filter((webhook) => wants(webhook, event)).map(({ id }) => toDelivery(id, event)),
  );
  await insertDeliveries(tx, deliveries);
  await enqueueDeliveries(
    tx,
    deliveries.map((delivery) => ({ ...delivery, generation: 0 })),
  );
}

/** Nobody is told what happened before they asked. */
function wants(webhook: Listener, event: FannedOutEvent): boolean {
  return (
    webhook.tenantId === event.tenantId &&
    event.at >= webhook.createdAt &&
    matchesEventType(event.type, webhook.eventTypes)
  );
}

/** The same event has the same id for every endpoint, and its position stands in it. */
function toDelivery(endpointId: string, event: FannedOutEvent): NewDelivery {
  const { tenantId, at, id: position, ...facts } = event;
  return newDelivery({ tenantId, endpointId, eventId: `evt_${position}` }, facts);
}

export function newDelivery(
  key: Pick<NewDelivery, "tenantId" | "endpointId" | "eventId">,
  facts: Omit<StreamEventAnswer, "id">,
): NewDelivery {
  const source = getSettings().publicUrl ?? "/control-tower";
  return {
    ...key,
    eventType: facts.type,
    body: JSON.stringify(toCloudEvent(key.eventId, source, facts)),
  };
}
