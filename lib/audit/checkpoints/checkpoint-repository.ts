import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Checkpoint } from "./statement";

const TENANTS_AT_A_TIME = 200;

/** One tenant's, newest first, those before a position. */
export async function findCheckpoints(
  ctx: Context,
  page: { tenantId: string; limit: number; before?: number | undefined },
): Promise<Checkpoint[]> {
  const rows = await ctx.db.auditCheckpoint.findMany({
    where: {
      tenantId: page.tenantId,
      ...(page.before !== undefined && { position: { lt: page.before } }),
    },
    orderBy: { position: "desc" },
    take: page.limit,
  });
  return rows.map(toCheckpoint);
}

/** One tenant's, oldest first, those after a position. */
export async function findCheckpointsAfter(
  ctx: Context,
  wanted: { tenantId: string; after: number; limit: number },
): Promise<Checkpoint[]> {
  const rows = await ctx.db.auditCheckpoint.findMany({
    where: { tenantId: wanted.tenantId, position: { gt: wanted.after } },
    orderBy: { position: "asc" },
    take: wanted.limit,
  });
  return rows.map(toCheckpoint);
}

export async function findNewestCheckpoint(
  ctx: Context,
  tenantId: string,
): Promise<Checkpoint | null> {
  const [newest] = await findCheckpoints(ctx, { tenantId, limit: 1 });
  return newest ?? null;
}

/** Each tenant's newest one, or that of one tenant. */
export async function findNewestCheckpoints(
  ctx: Context,
  tenantId?: string,
): Promise<Map<string, Checkpoint>> {
  const newest = await ctx.db.auditCheckpoint.groupBy({
    by: ["tenantId"],
    where: { ...(tenantId !== undefined && { tenantId }) },
    _max: { position: true },
  });
  const found = new Map<string, Checkpoint>();
  for (let i = 0; i < newest.length; i += TENANTS_AT_A_TIME) {
    const some = newest.slice(i, i + TENANTS_AT_A_TIME).map((one) => ({
      tenantId: one.tenantId,
      position: one._max.position ?? 0n,
    }));
    for (const row of await ctx.db.auditCheckpoint.findMany({ where: { OR: some } })) {
      found.set(row.tenantId, toCheckpoint(row));
    }
  }
  return found;
}

export async function insertCheckpoint(
  tx: TransactionContext,
  checkpoint: Checkpoint,
): Promise<void> {
  await tx.db.auditCheckpoint.create({
    data: {
      tenantId: checkpoint.tenant_id,
      position: checkpoint.position,
      previousPosition: checkpoint.previous_position,
      chainHash: checkpoint.chain_hash,
      at: new Date(checkpoint.at),
      keyId: checkpoint.key_id,
      signature: checkpoint.signature,
    },
  });
}

function toCheckpoint(row: {
  tenantId: string;
  position: bigint;
  previousPosition: bigint;
  chainHash: string;
  at: Date;
  keyId: string;
  signature: string;
}): Checkpoint {
  return {
    tenant_id: row.tenantId,
    position: Number(row.position),
    previous_position: Number(row.previousPosition),
    chain_hash: row.chainHash,
    at: row.at.toISOString(),
    key_id: row.keyId,
    signature: row.signature,
  };
}
