import type { StreamEventAnswer } from "@/lib/contracts/events";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { type EventFilter, isWanted } from "./event-filter";
import { findNewestPosition, findPrunedPosition, findWantedEvents } from "./stream-repository";

/** One call looks through this many at most; the caller comes back for the rest. */
const MAX_LOOKED_AT = 20_000;

/** What came after a position, oldest first; after one that is not known, what is. */
export async function listStreamEvents(
  ctx: Context,
  query: EventFilter & { after: number; limit: number },
): Promise<{ events: StreamEventAnswer[]; next_after: number; has_more: boolean; gap: boolean }> {
  requirePermission(ctx, "events:read");
  const { limit, ...filter } = query;
  const newest = await findNewestPosition(ctx);
  const pruned = await findPrunedPosition(ctx);
  const after = query.after > newest ? newest : Math.max(query.after, pruned);
  const gap = after !== query.after;
  const upTo = Math.min(newest, after + MAX_LOOKED_AT);
  const found = await findWantedEvents(ctx, { after, upTo, limit: limit + 1 }, filter);
  const last = found[limit - 1];
  // LIKE is less exact than a pattern: it takes `_` for any character.
  const events = found.slice(0, limit).filter((event) => isWanted(ctx, event, filter));
  return found.length > limit && last
    ? { events, next_after: Number(last.id), has_more: true, gap }
    : { events, next_after: upTo, has_more: upTo < newest, gap };
}
