import type { Context } from "@/lib/kernel/context";
import { findEntriesById, findHighestEntryId, type RecordedEntry } from "./audit-repository";

export type { RecordedEntry } from "./audit-repository";

/** For the process itself: entries of every tenant, as others may hear of them. */
export function readRecordedEntries(
  ctx: Context,
  wanted: Parameters<typeof findEntriesById>[1],
): Promise<RecordedEntry[]> {
  return findEntriesById(ctx, wanted);
}

/** The id of the newest entry from before a time; 0 when there is none. */
export function readHighestEntryIdBefore(ctx: Context, time: Date): Promise<number> {
  return findHighestEntryId(ctx, time);
}
