import { openMigrationConnection } from "@/lib/db/migration-connection";
import { openRawReader, quoted, type RawReader } from "@/lib/db/raw-reader";
import type { TestDatabase } from "../../support/test-database";

export type StoredRow = Readonly<Record<string, string | null>>;

/** Every row of a table as text. */
export async function readTable(database: TestDatabase, table: string): Promise<StoredRow[]> {
  const reader = await openRawReader(database.url);
  const columns = await columnsOf(reader, table);
  const rows = await reader.rows(
    `SELECT ${columns.map((name) => quoted(reader, name)).join(", ")} FROM ${table}`,
  );
  await reader.close();
  return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])));
}

async function columnsOf(reader: RawReader, table: string): Promise<string[]> {
  const sql = {
    sqlite: `SELECT name FROM pragma_table_info('${table}')`,
    postgresql: `SELECT column_name FROM information_schema.columns WHERE table_name = '${table}'`,
    mysql: `SELECT column_name FROM information_schema.columns WHERE table_name = '${table}' AND table_schema = DATABASE()`,
  }[reader.provider];
  return (await reader.rows(sql)).map(([name]) => name ?? "");
}

/** The other value that a cell gets: any one, or one that differs in a single bit. */
export interface Change {
  how: "edit" | "flip";
  bit?: number;
}

/**
 * Changes one cell past the product.
 * @returns how to put it back; null when the database itself refuses such a row
 */
export async function updateCell(
  database: TestDatabase,
  { table, row, column }: { table: string; row: StoredRow; column: string },
  change: Change,
): Promise<(() => Promise<void>) | null> {
  const key = table === "audit_entries" ? ["id"] : ["tenant_id", "position"];
  const changed = changedValue(row[column] ?? null, column, change);
  const set = (from: StoredRow, value: string | null) => {
    const where = key.map((name) => `"${name}" = ${literal(from[name] ?? null)}`).join(" AND ");
    return execute(database, `UPDATE ${table} SET "${column}" = ${literal(value)} WHERE ${where}`);
  };
  try {
    await set(row, changed);
  } catch (error) {
    if (/duplicate|unique|too long|constraint/i.test((error as Error).message)) {
      return null;
    }
    throw error;
  }
  return () => set({ ...row, [column]: changed }, row[column] ?? null);
}

async function execute(database: TestDatabase, sql: string): Promise<void> {
  const connection = await openMigrationConnection(database.provider, database.url);
  try {
    await connection.script(
      database.provider === "mysql"
        ? sql.replaceAll('"', "`").replaceAll("\u0001", '"')
        : sql.replaceAll("\u0001", '"'),
    );
  } finally {
    await connection.close();
  }
}

/** Quotes within values are hidden from the change of quotes for MariaDB. */
function literal(value: string | null): string {
  return value === null
    ? "NULL"
    : `'${value.replaceAll("'", "''").replaceAll('"', "\u0001").replaceAll("\\", "\\\\")}'`;
}

const WHOLE = new Set(["id", "audit_entry_id", "position", "previous_position", "workflow_id"]);
const JSONS = new Set(["before", "after"]);

/** Another value that the column can hold. */
function changedValue(value: string | null, column: string, { how, bit = 33 }: Change): string {
  if (column === "at") {
    return (value ?? "").replace(/:\d\d:/, (minutes) => (minutes === ":11:" ? ":12:" : ":11:"));
  }
  if (WHOLE.has(column)) {
    return String(BigInt(value ?? "0") ^ (1n << BigInt(bit % 40)));
  }
  if (JSONS.has(column)) {
    return (value ?? "{}").replace(/\}$/, value === "{}" ? '"x":1}' : ',"x":1}');
  }
  return how === "edit" || !value ? differentText(value ?? "x") : flipBit(value, bit);
}

/** As long as before, for columns that take no more. */
function differentText(value: string): string {
  return (value.startsWith("z") ? "y" : "z") + value.slice(1);
}

/** Of the seven low bits of one ASCII character, so that the text stays one that every database takes. */
function flipBit(value: string, bit: number): string {
  const at = bit % value.length;
  const code = value.charCodeAt(at) ^ (1 << (bit % 6));
  const fits = code >= 32 && code < 127;
  return value.slice(0, at) + (fits ? String.fromCharCode(code) : "~~") + value.slice(at + 1);
}
