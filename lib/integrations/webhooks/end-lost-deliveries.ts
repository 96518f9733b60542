import { findUnfinishedJobs } from "@/lib/jobs/enqueue-job";
import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { type Delivery, findOverdueDeliveries, updateDelivery } from "./delivery-repository";
import { deliveryJobKey } from "./enqueue-deliveries";

const OVERDUE_MS = 86_400_000;
const DELIVERIES_AT_A_TIME = 200;
const LOST =
  "the job that was to send it ended without an attempt, or was cancelled; replay the delivery";

/** Waiting deliveries whose job is there no more become dead, so that somebody sees and replays them. */
export async function endLostDeliveries(ctx: Context, signal: AbortSignal): Promise<number> {
  const before = new Date(ctx.now().getTime() - OVERDUE_MS);
  let ended = 0;
  let afterId = 0;
  while (!signal.aborted) {
    const page = { before, afterId, limit: DELIVERIES_AT_A_TIME };
    const overdue = await findOverdueDeliveries(ctx, page);
    ended += await endThoseWithoutJob(ctx, overdue);
    if (overdue.length < DELIVERIES_AT_A_TIME) {
      break;
    }
    afterId = overdue.at(-1)?.id ?? afterId;
  }
  return ended;
}

function endThoseWithoutJob(ctx: Context, overdue: readonly Delivery[]): Promise<number> {
  return keepBooks(ctx, async (tx) => {
    const unfinished = await findUnfinishedJobs(tx, {
      tenantIds: [...new Set(overdue.map(({ tenantId }) => tenantId))],
      dedupeKeys: overdue.map(deliveryJobKey),
    });
    const lost = overdue.filter((delivery) => !unfinished.has(deliveryJobKey(delivery)));
    let ended = 0;
    for (const delivery of lost) {
      const changes = { status: "dead", lastError: LOST, nextAttemptAt: null } as const;
      ended += (await updateDelivery(tx, delivery, ["waiting"], changes)) ? 1 : 0;
    }
    return ended;
  });
}
