import { sealedHash } from "../entry-content";
import type { Fault } from "./fault";
import type { EntryRow, SealRow } from "./trail-record";

/**
 * What of an entry is not as its hash and its seal say.
 * @param needsHash false only before the first entry of a chain that has one
 */
export function entryFaults(seal: SealRow, entry: EntryRow, needsHash = false): Fault[] {
  const { id, content_hash } = entry;
  const faults: Fault[] = [];
  const fault = (part: Fault["part"], what: string) =>
    faults.push({
      tenant: seal.tenant_id,
      position: seal.position,
      entryId: seal.audit_entry_id,
      part,
      what,
    });
  if (id !== seal.audit_entry_id) {
    fault("seal", `seals entry ${seal.audit_entry_id}, but stands with entry ${id}`);
  }
  if (entry.tenant_id !== seal.tenant_id) {
    fault("content", `the entry says that it is of tenant ${entry.tenant_id}`);
  }
  if (content_hash === null && needsHash) {
    fault("content", "the entry has no content_hash, but entries before it have");
  }
  const found = sealedHash(entry, content_hash);
  if (content_hash !== null && content_hash !== found) {
    const what =
      found === seal.entry_hash
        ? "the entry is as it was sealed, but its content_hash was changed"
        : "the entry is not what was recorded: a column does not fit its content_hash";
    fault("content", what);
  } else if (found !== seal.entry_hash) {
    fault("seal", "the entry is not the one that was sealed: its hash is another");
  }
  return faults;
}
