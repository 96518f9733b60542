import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { ChainEnd, Seal } from "./chain";

const ROWS_AT_A_TIME = 200;

/** What sealing needs to know of an entry. */
export interface EntryToSeal {
  id: number;
  at: Date;
  tenantId: string;
  storedHash: string | null;
}

const COLUMNS = { id: true, at: true, tenantId: true, contentHash: true } as const;

/** Of every tenant, lowest id first. */
export async function findEntriesToSeal(
  ctx: Context,
  wanted: { limit: number } & ({ after: number } | { ids: readonly number[] }),
): Promise<EntryToSeal[]> {
  const rows = await ctx.db.auditEntry.findMany({
    where: "ids" in wanted ? { id: { in: [...wanted.ids] } } : { id: { gt: wanted.after } },
    orderBy: { id: "asc" },
    take: wanted.limit,
    select: COLUMNS,
  });
  return rows.map(toEntry);
}

/** Those between two ids, the latter included, that no chain holds. */
export async function findUnsealedEntries(
  ctx: Context,
  { after, upTo }: { after: number; upTo: number },
): Promise<EntryToSeal[]> {
  const within = { gt: after, lte: upTo };
  const [entries, sealed] = await Promise.all([
    ctx.db.auditEntry.findMany({ where: { id: within }, orderBy: { id: "asc" }, select: COLUMNS }),
    ctx.db.auditSeal.findMany({
      where: { auditEntryId: within },
      select: { auditEntryId: true },
    }),
  ]);
  const known = new Set(sealed.map(({ auditEntryId }) => auditEntryId));
  return entries.filter(({ id }) => !known.has(BigInt(id))).map(toEntry);
}

/** How many entries and how many seals there are between two ids, the latter included. */
export async function countBetween(
  ctx: Context,
  { after, upTo }: { after: number; upTo: number },
): Promise<{ entries: number; seals: number }> {
  const within = { gt: after, lte: upTo };
  return {
    entries: await ctx.db.auditEntry.count({ where: { id: within } }),
    seals: await ctx.db.auditSeal.count({ where: { auditEntryId: within } }),
  };
}

/** Where every tenant's chain ends, or that of one tenant. */
export async function findChainEnds(
  ctx: Context,
  tenantId?: string,
): Promise<Map<string, ChainEnd>> {
  const rows = await ctx.db.auditChainHead.findMany({
    where: { ...(tenantId !== undefined && { tenantId }) },
  });
  return new Map(
    rows.map(({ tenantId, position, chainHash }) => [
      tenantId,
      { position: Number(position), chainHash },
    ]),
  );
}

/** Where a chain's last seal stands; null where it has none. */
export async function findLastSeal(ctx: Context, tenantId: string): Promise<ChainEnd | null> {
  const row = await ctx.db.auditSeal.findFirst({
    where: { tenantId },
    orderBy: { position: "desc" },
  });
  return row && { position: Number(row.position), chainHash: row.chainHash };
}

/** The links at these places, as `tenant|position`. */
export async function findChainHashes(
  ctx: Context,
  places: readonly { tenant_id: string; position: number }[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let i = 0; i < places.length; i += ROWS_AT_A_TIME) {
    const rows = await ctx.db.auditSeal.findMany({
      where: {
        OR: places
          .slice(i, i + ROWS_AT_A_TIME)
          .map(({ tenant_id, position }) => ({ tenantId: tenant_id, position })),
      },
    });
    for (const { tenantId, position, chainHash } of rows) {
      found.set(`${tenantId}|${position}`, chainHash);
    }
  }
  return found;
}

export async function insertSeals(
  tx: TransactionContext,
  tenantId: string,
  seals: readonly Seal[],
): Promise<void> {
  for (let i = 0; i < seals.length; i += ROWS_AT_A_TIME) {
    const data = seals
      .slice(i, i + ROWS_AT_A_TIME)
      .map(({ position, entryId, entryHash, chainHash }) => ({
        tenantId,
        position,
        auditEntryId: entryId,
        entryHash,
        chainHash,
      }));
    await tx.db.auditSeal.createMany({ data });
  }
}

export async function writeChainEnd(
  tx: TransactionContext,
  tenantId: string,
  { position, chainHash }: ChainEnd,
): Promise<void> {
  const data = { position, chainHash, updatedAt: tx.now() };
  await tx.db.auditChainHead.upsert({
    where: { tenantId },
    create: { tenantId, ...data },
    update: data,
  });
}

function toEntry(row: {
  id: bigint | number;
  at: Date;
  tenantId: string;
  contentHash: string | null;
}): EntryToSeal {
  const { id, at, tenantId, contentHash } = row;
  return { id: Number(id), at, tenantId, storedHash: contentHash };
}
