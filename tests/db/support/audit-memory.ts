import { auditPublicKey, signText } from "@/lib/audit/checkpoints/signing-key";
import {
  type Checkpoint,
  checkpointText,
  type Prune,
  pruneText,
} from "@/lib/audit/checkpoints/statement";
import { contentHash, type EntryContent } from "@/lib/audit/entry-content";
import { type ChainEnd, chainStart, nextSeal } from "@/lib/audit/sealing/chain";
import { trustKeys } from "@/lib/audit/verify/check-signature";
import type { Fault } from "@/lib/audit/verify/fault";
import type { EntryRow, SealRow, TrailRecord } from "@/lib/audit/verify/trail-record";
import { TrailVerifier } from "@/lib/audit/verify/verify-trail";

export interface Link {
  seal: SealRow;
  entry: EntryRow;
}

const START_MS = Date.parse("2026-03-02T09:30:00.000Z");

export function contentAt(i: number, secondsApart = 1): EntryContent {
  return {
    tenant_id: "default",
    site_id: "store-7",
    at: new Date(START_MS + i * secondsApart * 1000).toISOString(),
    actor_kind: "user",
    actor_id: "user:kim",
    actor_role: "pharmacist",
    on_behalf_of: "kim",
    action: "proposal.execute",
    outcome: "done",
    subject_type: "proposal",
    subject_id: `proposal-${i}`,
    workflow_id: i,
    reason_code: "expedite",
    reason: `because ${i} Ünïcødé 😀`,
    before: { queue: "data_entry", version: 1.25 },
    after: { queue: "pre_verification", effects: [{ kind: "move" }, null, true] },
    request_id: `request-${i}`,
    source: "api",
    ip: "192.0.2.1",
    workstation: "RX-1",
    retention_class: "standard",
  };
}

/** The links of these entries, as whoever can write the tables can compute them. */
export function chainOf(contents: readonly EntryContent[]): Link[] {
  let end: ChainEnd = chainStart("default");
  return contents.map((content, i) => {
    const entry_hash = contentHash(content);
    const link = nextSeal(end, { id: i + 1, entryHash: entry_hash });
    end = link;
    return {
      seal: {
        tenant_id: "default",
        position: link.position,
        audit_entry_id: link.entryId,
        entry_hash,
        chain_hash: link.chainHash,
      },
      entry: { id: i + 1, ...content, content_hash: entry_hash },
    };
  });
}

/** What only the holder of the private key can make. */
export function signedAt({ seal, entry }: Link, previous: number): Checkpoint {
  const statement = {
    tenant_id: "default",
    position: seal.position,
    previous_position: previous,
    chain_hash: seal.chain_hash,
    at: entry.at,
    key_id: auditPublicKey().keyId,
  };
  return { ...statement, signature: signText(checkpointText(statement)) };
}

/** The statement, signed like a checkpoint, that everything up to a link was removed. */
export function prunedAt({ seal, entry }: Link): Prune {
  const statement = {
    tenant_id: "default",
    through_position: seal.position,
    through_entry_id: entry.id,
    chain_hash: seal.chain_hash,
    at: entry.at,
    actor_id: "system:housekeeping",
    key_id: auditPublicKey().keyId,
  };
  return { ...statement, signature: signText(pruneText(statement)) };
}

/** A chain with a checkpoint after every so many links. */
export function signedTrail(links: readonly Link[], every: number): TrailRecord[] {
  let previous = 0;
  return links.flatMap((link): TrailRecord[] => {
    if (link.seal.position % every !== 0) {
      return [link];
    }
    const checkpoint = signedAt(link, previous);
    previous = checkpoint.position;
    return [link, { checkpoint }];
  });
}

const keys = () => trustKeys([auditPublicKey().pem]);

export function faultsIn(
  records: readonly TrailRecord[],
  { held = [], now }: { held?: readonly Checkpoint[]; now?: Date } = {},
): Fault[] {
  const faults: Fault[] = [];
  const verifier = new TrailVerifier({
    keys: keys(),
    held,
    report: (fault) => faults.push(fault),
  });
  for (const record of records) {
    verifier.take(record);
  }
  if (now) {
    verifier.chain("default").readUntil(now);
  }
  verifier.end();
  return faults;
}

/** What the verifier says of one record as soon as it meets it, behind the links before it. */
export function faultsAt(before: Link | undefined, record: TrailRecord, checkpoint = 0): Fault[] {
  const faults: Fault[] = [];
  const verifier = new TrailVerifier({
    keys: keys(),
    held: [],
    report: (fault) => faults.push(fault),
  });
  if (before) {
    const { tenant_id, position, chain_hash } = before.seal;
    verifier.take({ start: { tenant_id, position, chain_hash, checkpoint } });
  }
  verifier.take(record);
  return faults;
}

type Value = string | number | null | object;

/** Every value that differs from this one in a single bit; null where no such value can be read. */
export function* flips(value: Value): Generator<Value | null> {
  if (typeof value === "number") {
    for (let bit = 0n; bit < 40n; bit += 1n) {
      yield Number(BigInt(value) ^ (1n << bit));
    }
    return;
  }
  const isText = typeof value === "string";
  const bytes = Buffer.from(isText ? value : JSON.stringify(value));
  for (let i = 0; i < bytes.length * 8; i += 1) {
    const at = i >> 3;
    const byte = bytes[at] ?? 0;
    bytes[at] = byte ^ (1 << (i & 7));
    yield isText ? bytes.toString() : parsed(bytes.toString());
    bytes[at] = byte;
  }
}

function parsed(text: string): object | null {
  try {
    const value: object = JSON.parse(text);
    return JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}
