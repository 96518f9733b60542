import { type MigrationConnection, openMigrationConnection } from "@/lib/db/migration-connection";
import type { TestDatabase } from "../../support/test-database";
import { columnLine, foreignKeyLine, indexLine, type Schema, type TypeFamily } from "./schema";

type Row = Record<string, unknown>;

/** The migrator's own table is no model. */
const LEDGER = "_migrations";

/** The schema that a database really has. */
export async function readDatabase({ url, provider }: TestDatabase): Promise<Schema> {
  const connection = await openMigrationConnection(provider, url);
  try {
    const read = { sqlite: readSqlite, postgresql: readPostgres, mysql: readMysql }[provider];
    return await read(connection);
  } finally {
    await connection.close();
  }
}

async function readSqlite({ rows }: MigrationConnection): Promise<Schema> {
  const [columns, indexes, keys] = await Promise.all([
    rows(`SELECT m.name AS tab, c.name AS col, c.type AS type, c."notnull" AS required, c.pk AS pk
      FROM sqlite_master m, pragma_table_info(m.name) c
      WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> '${LEDGER}'`),
    rows(`SELECT m.name AS tab, i.name AS name, i."unique" AS is_unique, i.origin AS origin, c.name AS col
      FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) c
      WHERE m.type = 'table' AND m.name <> '${LEDGER}' ORDER BY m.name, i.name, c.seqno`),
    rows(`SELECT m.name AS tab, k.id AS name, k."from" AS col, k."table" AS target, k."to" AS target_col,
      k.on_delete AS rule FROM sqlite_master m, pragma_foreign_key_list(m.name) k
      WHERE m.type = 'table' ORDER BY m.name, k.id, k.seq`),
  ]);
  const primary = columns.filter((row) => Number(row["pk"]) === 1 && row["type"] === "INTEGER");
  const isPrimaryOf = (row: Row) => row["origin"] === "pk";
  return {
    columns: columns.map((row) =>
      // SQLite numbers rows with an INTEGER PRIMARY KEY, which holds 64 bits.
      primary.includes(row)
        ? columnLine(text(row["tab"]), text(row["col"]), "bigint", false)
        : column(row, Number(row["required"]) === 0),
    ),
    indexes: [
      ...primary.map((row) => indexLine("primary", text(row["tab"]), [text(row["col"])])),
      ...linesOf(indexes, (row) => (isPrimaryOf(row) ? "primary" : uniqueness(row["is_unique"]))),
    ],
    foreignKeys: keysOf(keys),
  };
}

async function readPostgres({ rows }: MigrationConnection): Promise<Schema> {
  const columns =
    await rows(`SELECT table_name AS tab, column_name AS col, data_type AS type, is_nullable AS nullable
    FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> '${LEDGER}'`);
  const indexes =
    await rows(`SELECT t.relname AS tab, i.relname AS name, x.indisunique AS is_unique,
    x.indisprimary AS is_primary, a.attname AS col
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(attnum, position)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
    WHERE n.nspname = current_schema() AND t.relname <> '${LEDGER}' ORDER BY t.relname, i.relname, k.position`);
  const keys =
    await rows(`SELECT t.relname AS tab, c.conname AS name, a.attname AS col, f.relname AS target,
    b.attname AS target_col, CASE c.confdeltype WHEN 'c' THEN 'cascade' ELSE c.confdeltype::text END AS rule
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(mine, theirs, position)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.mine
    JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = k.theirs
    WHERE c.contype = 'f' AND n.nspname = current_schema() ORDER BY t.relname, c.conname, k.position`);
  return {
    columns: columns.map((row) => column(row, row["nullable"] === "YES")),
    indexes: linesOf(indexes, (row) =>
      row["is_primary"] ? "primary" : uniqueness(row["is_unique"]),
    ),
    foreignKeys: keysOf(keys),
  };
}

async function readMysql({ rows }: MigrationConnection): Promise<Schema> {
  const columns =
    await rows(`SELECT table_name AS tab, column_name AS col, column_type AS type, is_nullable AS nullable
    FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> '${LEDGER}'`);
  // MariaDB keeps JSON as text with a check; only the check tells.
  const checks = await rows(`SELECT table_name AS tab, constraint_name AS col
    FROM information_schema.check_constraints
    WHERE constraint_schema = DATABASE() AND check_clause LIKE 'json_valid%'`);
  const isJson = (row: Row) =>
    checks.some((check) => check["tab"] === row["tab"] && check["col"] === row["col"]);
  const indexes =
    await rows(`SELECT table_name AS tab, index_name AS name, non_unique = 0 AS is_unique, column_name AS col
    FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name <> '${LEDGER}'
    ORDER BY table_name, index_name, seq_in_index`);
  const keys =
    await rows(`SELECT k.table_name AS tab, k.constraint_name AS name, k.column_name AS col,
    k.referenced_table_name AS target, k.referenced_column_name AS target_col, r.delete_rule AS rule
    FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
      ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
    WHERE k.table_schema = DATABASE() ORDER BY k.table_name, k.constraint_name, k.ordinal_position`);
  return {
    columns: columns.map((row) =>
      column(isJson(row) ? { ...row, type: "json" } : row, row["nullable"] === "YES"),
    ),
    indexes: linesOf(indexes, (row) =>
      row["name"] === "PRIMARY" ? "primary" : uniqueness(row["is_unique"]),
    ),
    foreignKeys: keysOf(keys),
  };
}

function column(row: Row, isNullable: boolean): string {
  return columnLine(text(row["tab"]), text(row["col"]), familyOf(text(row["type"])), isNullable);
}

const PATTERNS: readonly [RegExp, Parameters<typeof columnLine>[2]][] = [
  [/^(?:tinyint\(1\)|boolean)/i, "boolean"],
  [/^json/i, "json"],
  [/^bigint/i, "bigint"],
  [/^int/i, "integer"],
  [/^(?:real|double)/i, "float"],
  [/^(?:timestamp|datetime)/i, "time"],
  [/^(?:text|varchar|character varying|longtext)/i, "text"],
];

function familyOf(type: string): TypeFamily {
  return PATTERNS.find(([pattern]) => pattern.test(type))?.[1] ?? "other";
}

function uniqueness(value: unknown): "" | "unique" {
  return Number(value) === 1 ? "unique" : "";
}

/** Rows of one column each, in order, joined by table and name. */
function grouped(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row["tab"]}/${row["name"]}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function linesOf(rows: readonly Row[], kindOf: (row: Row) => "" | "unique" | "primary"): string[] {
  return grouped(rows).map((group) => {
    const [first = {}] = group;
    const columns = group.map((row) => text(row["col"]));
    return indexLine(kindOf(first), text(first["tab"]), columns);
  });
}

function keysOf(rows: readonly Row[]): string[] {
  return grouped(rows).map((group) => {
    const [first = {}] = group;
    return foreignKeyLine({
      table: text(first["tab"]),
      columns: group.map((row) => text(row["col"])),
      target: text(first["target"]),
      targetColumns: group.map((row) => text(row["target_col"])),
      onDelete: text(first["rule"]),
    });
  });
}

function text(value: unknown): string {
  return String(value ?? "");
}
