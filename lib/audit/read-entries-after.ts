import type { Context } from "@/lib/kernel/context";
import { findEntriesById, findHighestEntryId, type RecordedEntry } from "./audit-repository";

export type { RecordedEntry } from "./audit-repository";

/** Below the limit of bound values of every database. */
const IDS_AT_A_TIME = 500;

/**
 * For the process itself: the entries of every tenant above `after` and, whatever is visible by now,
 * those of `missing`; lowest id first.
 * @param limit of both together; those that were missing go first
 */
export async function readEntriesAfter(
  ctx: Context,
  { after, missing, limit }: { after: number; missing: readonly number[]; limit: number },
): Promise<{ late: RecordedEntry[]; fresh: RecordedEntry[]; hasMore: boolean }> {
  const late: RecordedEntry[] = [];
  for (let i = 0; i < missing.length && late.length < limit; i += IDS_AT_A_TIME) {
    const ids = missing.slice(i, i + IDS_AT_A_TIME);
    late.push(...(await findEntriesById(ctx, { ids, limit: limit - late.length })));
  }
  const left = limit - late.length;
  const fresh = left > 0 ? await findEntriesById(ctx, { after, limit: left }) : [];
  return { late, fresh, hasMore: fresh.length === left };
}

/** The id of the newest entry from before a time; 0 when there is none. */
export function readHighestEntryIdBefore(ctx: Context, time: Date): Promise<number> {
  return findHighestEntryId(ctx, time);
}

/** The id of the newest entry that is visible; 0 when there is none. */
export function readHighestEntryId(ctx: Context): Promise<number> {
  return findHighestEntryId(ctx);
}
