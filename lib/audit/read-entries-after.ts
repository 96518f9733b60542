import type { Context } from "@/lib/kernel/context";
import { findEntriesById, findHighestEntryId, type RecordedEntry } from "./audit-repository";

export type { RecordedEntry } from "./audit-repository";

/** Below the limit of bound values of every database. */
const IDS_AT_A_TIME = 500;

/**
 * For the process itself: the entries of every tenant above `after` and, whatever is visible by now,
 * those of `missing`; lowest id first.
 * @param limit of those above `after`
 */
export async function readEntriesAfter(
  ctx: Context,
  { after, missing, limit }: { after: number; missing: readonly number[]; limit: number },
): Promise<{ late: RecordedEntry[]; fresh: RecordedEntry[] }> {
  const late: RecordedEntry[] = [];
  for (let i = 0; i < missing.length; i += IDS_AT_A_TIME) {
    late.push(...(await findEntriesById(ctx, { ids: missing.slice(i, i + IDS_AT_A_TIME) })));
  }
  return { late, fresh: await findEntriesById(ctx, { after, limit }) };
}

/** The id of the newest entry that is visible; 0 when there is none. */
export function readHighestEntryId(ctx: Context): Promise<number> {
  return findHighestEntryId(ctx);
}
