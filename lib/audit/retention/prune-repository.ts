import type { TransactionContext } from "@/lib/kernel/context";
import type { Prune } from "../checkpoints/statement";

/** The statement comes first: only what it names may be removed. */
export async function removeLinks(
  tx: TransactionContext,
  prune: Prune,
  entryIds: readonly number[],
): Promise<void> {
  await tx.db.auditPrune.create({
    data: {
      tenantId: prune.tenant_id,
      throughPosition: prune.through_position,
      throughEntryId: prune.through_entry_id,
      chainHash: prune.chain_hash,
      at: new Date(prune.at),
      actorId: prune.actor_id,
      keyId: prune.key_id,
      signature: prune.signature,
    },
  });
  await tx.db.auditEntry.deleteMany({ where: { id: { in: [...entryIds] } } });
  await tx.db.auditSeal.deleteMany({
    where: { tenantId: prune.tenant_id, position: { lte: prune.through_position } },
  });
}
