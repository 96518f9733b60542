import type { Context, TransactionContext } from "@/lib/kernel/context";
import { findHighestEntryId } from "../audit-repository";
import { missingIds, nextGaps } from "./gaps";
import { findPosition, holdPosition, writePosition } from "./position-repository";

/** Someone who reads every audit entry once, in whichever process it runs. */
export interface Reader<Entry extends { id: number; at: Date }> {
  name: string;
  /** how many entries one pass takes at most; asked while the position is held */
  limit(tx: TransactionContext): Promise<number> | number;
  /** after which entry it begins in a database that it has never read */
  readStart(tx: TransactionContext): Promise<number>;
  /** of every tenant, lowest id first: those of a list that are visible, or those after an id */
  find(
    tx: TransactionContext,
    wanted: { limit: number } & ({ after: number } | { ids: readonly number[] }),
  ): Promise<Entry[]>;
}

/** Below the limit of bound values of every database. */
const IDS_AT_A_TIME = 500;

/** Whether there may be something that this reader has not seen; locks nothing. */
export async function hasUnread(ctx: Context, name: string): Promise<boolean> {
  const position = await findPosition(ctx, name);
  return (
    !position || position.gaps.length > 0 || (await findHighestEntryId(ctx)) > position.entryId
  );
}

/**
 * Gives `use` the entries that have become visible since the last pass, those of transactions that
 * ended late first. One reader of a name at a time, and what it does commits with its position.
 * @returns whether there may be more at once
 */
export async function readOn<Entry extends { id: number; at: Date }>(
  tx: TransactionContext,
  reader: Reader<Entry>,
  use: (entries: Entry[]) => Promise<void>,
): Promise<boolean> {
  const position = await holdPosition(tx, reader.name, () => reader.readStart(tx));
  const limit = await reader.limit(tx);
  const late = await findLate(tx, reader, { missing: missingIds(position.gaps), limit });
  const left = limit - late.length;
  const fresh = left > 0 ? await reader.find(tx, { after: position.entryId, limit: left }) : [];
  await use([...late, ...fresh]);
  const hasMore = fresh.length === left;
  const read = { head: position.entryId, late, fresh, isUpToDate: !hasMore };
  const gaps = nextGaps(position.gaps, read, tx.now().getTime());
  if (fresh.length > 0 || late.length > 0 || gaps.length !== position.gaps.length) {
    const entryId = fresh.at(-1)?.id ?? position.entryId;
    await writePosition(tx, reader.name, { entryId, gaps });
  }
  return hasMore;
}

async function findLate<Entry extends { id: number; at: Date }>(
  tx: TransactionContext,
  { find }: Reader<Entry>,
  { missing, limit }: { missing: readonly number[]; limit: number },
): Promise<Entry[]> {
  const late: Entry[] = [];
  for (let i = 0; i < missing.length && late.length < limit; i += IDS_AT_A_TIME) {
    const ids = missing.slice(i, i + IDS_AT_A_TIME);
    late.push(...(await find(tx, { ids, limit: limit - late.length })));
  }
  return late;
}
