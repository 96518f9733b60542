import type { StreamEventAnswer } from "@/lib/contracts/events";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { type EventFilter, isWanted } from "./event-filter";
import { findEventsAfter, findPrunedPosition } from "./stream-repository";

const EVENTS_AT_A_TIME = 500;
/** One call looks through this many at most; the caller comes back for the rest. */
const MAX_LOOKED_AT = 5000;

/** What came after a position, oldest first. */
export async function listStreamEvents(
  ctx: Context,
  query: EventFilter & { after: number; limit: number },
): Promise<{ events: StreamEventAnswer[]; next_after: number; has_more: boolean; gap: boolean }> {
  requirePermission(ctx, "events:read");
  const gap = query.after < (await findPrunedPosition(ctx));
  const events: StreamEventAnswer[] = [];
  let after = query.after;
  for (let lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += EVENTS_AT_A_TIME) {
    const batch = await findEventsAfter(ctx, after, EVENTS_AT_A_TIME);
    for (const event of batch) {
      if (events.length === query.limit) {
        return { events, next_after: after, has_more: true, gap };
      }
      after = Number(event.id);
      if (isWanted(event, query)) {
        events.push(event);
      }
    }
    if (batch.length < EVENTS_AT_A_TIME) {
      return { events, next_after: after, has_more: false, gap };
    }
  }
  return { events, next_after: after, has_more: true, gap };
}
