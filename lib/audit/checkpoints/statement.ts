import { canonicalJson } from "../canonical-json";

/** Where a chain stood. */
export interface CheckpointStatement {
  tenant_id: string;
  position: number;
  /** the checkpoint before, 0 for the first; so that none can be taken out */
  previous_position: number;
  chain_hash: string;
  /** ISO 8601 in UTC with milliseconds */
  at: string;
  key_id: string;
}

export interface Checkpoint extends CheckpointStatement {
  /** Ed25519 over the canonical statement, base64 */
  signature: string;
}

/** That a chain's beginning was removed when its time was over. */
export interface PruneStatement {
  tenant_id: string;
  through_position: number;
  /** the highest id among the removed entries */
  through_entry_id: number;
  /** at that position: what the rest is chained to */
  chain_hash: string;
  at: string;
  actor_id: string;
  key_id: string;
}

export interface Prune extends PruneStatement {
  signature: string;
}

/** What is signed; the format keeps a statement of one kind from passing for another. */
export function checkpointText(checkpoint: CheckpointStatement): string {
  const { tenant_id, position, previous_position, chain_hash, at, key_id } = checkpoint;
  return canonicalJson({
    format: "control-tower/audit-checkpoint/1",
    ...{ tenant_id, position, previous_position, chain_hash, at, key_id },
  });
}

export function pruneText(prune: PruneStatement): string {
  const { tenant_id, through_position, through_entry_id, chain_hash, at, actor_id, key_id } = prune;
  return canonicalJson({
    format: "control-tower/audit-prune/1",
    ...{ tenant_id, through_position, through_entry_id, chain_hash, at, actor_id, key_id },
  });
}
