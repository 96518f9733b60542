import type { Context, TransactionContext } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { findEntriesWithContent } from "../audit-repository";
import { sealedHash } from "../entry-content";
import type { Gap } from "../reading/gaps";
import { findPosition, holdPosition } from "../reading/position-repository";
import { hasUnread, readOn } from "../reading/read-on";
import { recordAudit } from "../record-audit";
import { type ChainEnd, chainStart, nextSeal, type Seal } from "./chain";
import {
  countBetween,
  type EntryToSeal,
  findChainEnds,
  findEntriesToSeal,
  findLastSeal,
  findUnsealedEntries,
  insertSeals,
  writeChainEnd,
} from "./seal-repository";

/** Who holds the position of this reader is the only one that adds to any chain. */
export const SEALER = "seals";
const IDS_NAMED = 1000;
const ENTRIES_AT_A_TIME = 1000;
const FULL_ENTRIES_AT_A_TIME = 200;

/**
 * Gives every entry that has become visible its place in its tenant's chain, whoever else does the
 * same; those from before there were chains too.
 * @returns whether there may be more at once
 */
export async function sealOnce(ctx: Context): Promise<boolean> {
  if (!(await hasUnread(ctx, SEALER))) {
    return false;
  }
  const reader = {
    name: SEALER,
    limit: () => ENTRIES_AT_A_TIME,
    readStart: () => Promise.resolve(0),
    find: findEntriesToSeal,
  };
  return keepBooks(ctx, (tx) => readOn(tx, reader, (entries) => seal(tx, entries)));
}

/**
 * Seals what appeared although its id had been given up, if there is any between two ids.
 * @returns how many; and up to which id it has looked
 */
export async function sealMissed(
  ctx: Context,
  { after, ids }: { after: number; ids: number },
): Promise<{ sealed: number; upTo: number }> {
  const seen = (await findPosition(ctx, SEALER))?.entryId ?? 0;
  const range = { after, upTo: Math.min(after + ids, seen) };
  const { entries, seals } = await countBetween(ctx, range);
  if (entries === seals) {
    return { sealed: 0, upTo: range.upTo };
  }
  return keepBooks(ctx, async (tx) => {
    const position = await holdPosition(tx, SEALER, () => Promise.resolve(0));
    const unsealed = await findUnsealedEntries(tx, range);
    // What may still come is the reader's, which expects it.
    const missed = unsealed.filter(({ id }) => !isExpected(position.gaps, id));
    await seal(tx, missed);
    await recordMissed(tx, missed);
    return { sealed: missed.length, upTo: range.upTo };
  });
}

/** Entries that nobody expected may be late, or slipped in: whoever reads the trail is told. */
async function recordMissed(tx: TransactionContext, missed: readonly EntryToSeal[]): Promise<void> {
  for (const tenantId of new Set(missed.map((entry) => entry.tenantId))) {
    const ids = missed.filter((entry) => entry.tenantId === tenantId).map(({ id }) => id);
    await recordAudit(
      { ...tx, tenantId },
      {
        action: "audit.seal_missed",
        subject: { type: "audit", id: tenantId },
        after: { entries: ids.length, ids: ids.slice(0, IDS_NAMED) },
      },
    );
  }
}

function isExpected(gaps: readonly Gap[], id: number): boolean {
  return gaps.some(({ from, to }) => id >= from && id <= to);
}

async function seal(tx: TransactionContext, entries: readonly EntryToSeal[]): Promise<void> {
  if (entries.length === 0) {
    return;
  }
  const hashes = await hashesOf(tx, entries);
  const heads = await findChainEnds(tx);
  for (const tenantId of new Set(entries.map((entry) => entry.tenantId))) {
    const seals: Seal[] = [];
    let end = await findEnd(tx, tenantId, heads.get(tenantId));
    for (const entry of entries.filter((one) => one.tenantId === tenantId)) {
      const link = nextSeal(end, { id: entry.id, entryHash: hashes.get(entry.id) ?? "" });
      seals.push(link);
      end = link;
    }
    await insertSeals(tx, tenantId, seals);
    await writeChainEnd(tx, tenantId, end);
  }
  tx.wakeUps.add("sealed");
}

/** The last seal, even where the head was set back; a head beyond it leaves the gap that is there. */
async function findEnd(
  tx: TransactionContext,
  tenantId: string,
  head: ChainEnd = chainStart(tenantId),
): Promise<ChainEnd> {
  const last = await findLastSeal(tx, tenantId);
  return last && last.position > head.position ? last : head;
}

/** Entries from before there were hashes are hashed now. */
async function hashesOf(
  tx: TransactionContext,
  entries: readonly EntryToSeal[],
): Promise<Map<number, string>> {
  const hashes = new Map(entries.map(({ id, storedHash }) => [id, storedHash ?? ""]));
  const old = entries.filter(({ storedHash }) => storedHash === null).map(({ id }) => id);
  for (let i = 0; i < old.length; i += FULL_ENTRIES_AT_A_TIME) {
    const ids = old.slice(i, i + FULL_ENTRIES_AT_A_TIME);
    for (const entry of await findEntriesWithContent(tx, ids)) {
      hashes.set(entry.id, sealedHash(entry.content, null));
    }
  }
  return hashes;
}
