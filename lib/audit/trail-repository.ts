import type { AuditFilters } from "@/lib/contracts/audit";
import type { Context } from "@/lib/kernel/context";
import { findEntriesWithContent } from "./audit-repository";
import type { Prune } from "./checkpoints/statement";
import type { FullEntry } from "./full-entry";
import type { EntryRow, SealRow } from "./verify/trail-record";

interface LinksWanted {
  after: number;
  upTo?: number;
  limit: number;
  /** the entries that are given with their links; all without it */
  filters?: AuditFilters;
}

/** A tenant's links after a position with their entries, up to one whose entry is gone. */
export async function findLinksAfter(
  ctx: Context,
  tenantId: string,
  { after, limit, upTo, filters }: LinksWanted,
): Promise<{ seal: SealRow; entry?: EntryRow }[]> {
  const seals = await ctx.db.auditSeal.findMany({
    where: { tenantId, position: { gt: after, ...(upTo !== undefined && { lte: upTo }) } },
    orderBy: { position: "asc" },
    take: limit,
  });
  const ids = seals.map(({ auditEntryId }) => Number(auditEntryId));
  const entries = await findEntriesWithContent(ctx, ids, filters);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const links = seals.map((row) => {
    const entry = byId.get(Number(row.auditEntryId));
    const seal = {
      tenant_id: row.tenantId,
      position: Number(row.position),
      audit_entry_id: Number(row.auditEntryId),
      entry_hash: row.entryHash,
      chain_hash: row.chainHash,
    };
    return { seal, ...(entry && { entry: toEntryRow(entry) }) };
  });
  // A prune may have come between the two queries; where filters leave out entries, none is missed.
  const gone = filters ? -1 : links.findIndex(({ entry }) => !entry);
  return gone === -1 ? links : links.slice(0, gone);
}

function toEntryRow({ id, content, storedHash }: FullEntry): EntryRow {
  return { id, ...content, content_hash: storedHash };
}

/** The last one of a tenant beyond a position. */
export async function findNewestPrune(
  ctx: Context,
  tenantId: string,
  beyond: number,
): Promise<Prune | null> {
  const row = await ctx.db.auditPrune.findFirst({
    where: { tenantId, throughPosition: { gt: beyond } },
    orderBy: { throughPosition: "desc" },
  });
  return (
    row && {
      tenant_id: row.tenantId,
      through_position: Number(row.throughPosition),
      through_entry_id: Number(row.throughEntryId),
      chain_hash: row.chainHash,
      at: row.at.toISOString(),
      actor_id: row.actorId,
      key_id: row.keyId,
      signature: row.signature,
    }
  );
}

/** How far each tenant's chain has been pruned. */
export async function findPrunedPositions(ctx: Context): Promise<Map<string, number>> {
  const rows = await ctx.db.auditPrune.groupBy({
    by: ["tenantId"],
    _max: { throughPosition: true },
  });
  return new Map(rows.map(({ tenantId, _max }) => [tenantId, Number(_max.throughPosition ?? 0)]));
}

/** The lowest and highest position among the entries of an id range. */
export async function findPositionRange(
  ctx: Context,
  { lowest, highest }: { lowest: number; highest: number },
): Promise<{ first: number; last: number } | null> {
  const { _min, _max } = await ctx.db.auditSeal.aggregate({
    where: { tenantId: ctx.tenantId, auditEntryId: { gte: lowest, lte: highest } },
    _min: { position: true },
    _max: { position: true },
  });
  return _min.position === null || _max.position === null
    ? null
    : { first: Number(_min.position), last: Number(_max.position) };
}

/** What the link after `position` is chained to, where the chain still holds it. */
export async function findChainHash(ctx: Context, position: number): Promise<string | null> {
  const row = await ctx.db.auditSeal.findUnique({
    where: { tenantId_position: { tenantId: ctx.tenantId, position } },
    select: { chainHash: true },
  });
  return row?.chainHash ?? null;
}
