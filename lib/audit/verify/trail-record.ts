import type { JsonObject } from "@/lib/contracts/common";
import type { Checkpoint, Prune } from "../checkpoints/statement";
import type { EntryContent } from "../entry-content";

/** A link of a chain as it is stored. */
export interface SealRow {
  tenant_id: string;
  position: number;
  audit_entry_id: number;
  entry_hash: string;
  chain_hash: string;
}

export interface EntryRow extends EntryContent {
  id: number;
  /** null on entries from before there were hashes */
  content_hash: string | null;
}

/** A chain that is not given from its first link on: what the next link is chained to. */
export interface StartRow {
  tenant_id: string;
  position: number;
  chain_hash: string;
  /** the position of the last checkpoint before, 0 when there was none */
  checkpoint: number;
}

/** What an export was asked for: it may leave out the entries that were not wanted. */
export interface ExportRow {
  tenant_id: string;
  filters: JsonObject;
}

/** One line of a mirror or an export, and one step of a verification. */
export type TrailRecord =
  | { seal: SealRow; entry?: EntryRow }
  | { checkpoint: Checkpoint }
  | { prune: Prune }
  | { start: StartRow }
  | { export: ExportRow };
