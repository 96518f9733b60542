import { quoted, type RawReader, type RawRow } from "@/lib/db/raw-reader";
import type { Checkpoint, Prune } from "../checkpoints/statement";
import { type Cells, ENTRY_COLUMNS, readEntry, readMoment, readWhole } from "./read-raw";
import type { EntryRow, SealRow } from "./trail-record";

const SEAL_COLUMNS = ["position", "audit_entry_id", "entry_hash", "chain_hash"] as const;
/** of what a position can be */
const LOWEST = "-9223372036854775808";
const ROWS_AT_A_TIME = 1000;
const CHECKPOINTS_AT_A_TIME = 1000;

/** A link with its entry; `entry` is null when it is gone, and a text when it cannot be read. */
export interface LinkRow {
  seal: SealRow;
  entry: EntryRow | string | null;
}

/** Every tenant that has left anything. */
export async function findTenants(reader: RawReader): Promise<string[]> {
  const tables = ["audit_chain_heads", "audit_seals", "audit_checkpoints", "audit_prunes"];
  const sql = tables.map((table) => `SELECT tenant_id FROM ${table}`).join(" UNION ");
  return (await reader.rows(sql)).map(([tenant]) => tenant ?? "").sort();
}

/** A tenant's links by position. */
export async function* readLinks(reader: RawReader, tenant: string): AsyncGenerator<LinkRow[]> {
  const columns = [
    ...SEAL_COLUMNS.map((name) => `s.${name}`),
    ...ENTRY_COLUMNS.map((name) => `e.${name}`),
  ].map((name) => quoted(reader, name));
  const sql = `SELECT ${columns.join(", ")} FROM audit_seals s
    LEFT JOIN audit_entries e ON e.id = s.audit_entry_id
    WHERE s.tenant_id = ? AND s.${quoted(reader, "position")} > ?
    ORDER BY s.${quoted(reader, "position")} LIMIT ${ROWS_AT_A_TIME}`;
  for await (const rows of pages(reader, sql, { tenant, after: LOWEST }, ROWS_AT_A_TIME)) {
    yield rows.map((row) => toLink(reader, tenant, row));
  }
}

export async function* readCheckpoints(
  reader: RawReader,
  tenant: string,
  after = LOWEST,
): AsyncGenerator<(Checkpoint | string)[]> {
  const position = quoted(reader, "position");
  const sql = `SELECT ${position}, previous_position, chain_hash, at, key_id, signature
    FROM audit_checkpoints WHERE tenant_id = ? AND ${position} > ? ORDER BY ${position} LIMIT ${CHECKPOINTS_AT_A_TIME}`;
  for await (const rows of pages(reader, sql, { tenant, after }, CHECKPOINTS_AT_A_TIME)) {
    yield rows.map(([at, previous, chainHash, moment, keyId, signature]) =>
      orFault(() => ({
        tenant_id: tenant,
        position: readWhole(at),
        previous_position: readWhole(previous),
        chain_hash: chainHash ?? "",
        at: readMoment(reader.provider, moment),
        key_id: keyId ?? "",
        signature: signature ?? "",
      })),
    );
  }
}

/** Where a tenant's newest checkpoint stands. */
export async function readSignedUpTo(reader: RawReader, tenant: string): Promise<number> {
  const sql = `SELECT MAX(${quoted(reader, "position")}) FROM audit_checkpoints WHERE tenant_id = ?`;
  const [row] = await reader.rows(sql, [tenant]);
  return Number(row?.[0] ?? 0);
}

export async function readPrunes(reader: RawReader, tenant: string): Promise<(Prune | string)[]> {
  const rows = await reader.rows(
    `SELECT through_position, through_entry_id, chain_hash, at, actor_id, key_id, signature
     FROM audit_prunes WHERE tenant_id = ? ORDER BY through_position`,
    [tenant],
  );
  return rows.map(([position, entryId, chainHash, at, actorId, keyId, signature]) =>
    orFault(() => ({
      tenant_id: tenant,
      through_position: readWhole(position),
      through_entry_id: readWhole(entryId),
      chain_hash: chainHash ?? "",
      at: readMoment(reader.provider, at),
      actor_id: actorId ?? "",
      key_id: keyId ?? "",
      signature: signature ?? "",
    })),
  );
}

/** The head, and where the last seal stands at the same moment. */
export async function readChainHead(
  reader: RawReader,
  tenant: string,
): Promise<{ position: string; chainHash: string; lastSeal: string } | null> {
  const position = quoted(reader, "position");
  const sql = `SELECT ${position}, chain_hash,
    (SELECT MAX(s.${position}) FROM audit_seals s WHERE s.tenant_id = h.tenant_id)
    FROM audit_chain_heads h WHERE tenant_id = ?`;
  const [row] = await reader.rows(sql, [tenant]);
  return row ? { position: row[0] ?? "", chainHash: row[1] ?? "", lastSeal: row[2] ?? "" } : null;
}

/** Entries that no chain holds, of any tenant; the first thousand. */
export async function readUnsealed(
  reader: RawReader,
): Promise<{ id: string; tenant: string; at: string }[]> {
  const rows = await reader.rows(
    `SELECT e.id, e.tenant_id, e.at FROM audit_entries e
     LEFT JOIN audit_seals s ON s.audit_entry_id = e.id
     WHERE s.audit_entry_id IS NULL ORDER BY e.id LIMIT 1000`,
  );
  return rows.map(([id, tenant, at]) => ({
    id: id ?? "",
    tenant: tenant ?? "",
    at: momentOrEmpty(reader, at),
  }));
}

function momentOrEmpty(reader: RawReader, at: string | null | undefined): string {
  const moment = orFault(() => readMoment(reader.provider, at));
  return moment.startsWith("it cannot be read") ? "" : moment;
}

async function* pages(
  reader: RawReader,
  sql: string,
  from: { tenant: string; after: string },
  size: number,
): AsyncGenerator<RawRow[]> {
  let { after } = from;
  for (;;) {
    const rows = await reader.rows(sql, [from.tenant, BigInt(after)]);
    yield rows;
    const last = rows.at(-1)?.[0];
    if (rows.length < size || !last) {
      return;
    }
    after = last;
  }
}

function toLink(reader: RawReader, tenant: string, row: RawRow): LinkRow {
  const [position, entryId, entryHash, chainHash, ...cells] = row;
  const seal: SealRow = {
    tenant_id: tenant,
    position: Number(position),
    audit_entry_id: Number(entryId),
    entry_hash: entryHash ?? "",
    chain_hash: chainHash ?? "",
  };
  const isGone = cells[0] === null;
  return { seal, entry: isGone ? null : orFault(() => readEntry(reader, cells as Cells)) };
}

function orFault<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    return `it cannot be read: ${(error as Error).message}`;
  }
}
