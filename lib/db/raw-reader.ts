import { providerOf } from "@/lib/platform/database-url";
import { mariaDbAddress } from "./mariadb-address";

/** A row as the database's driver reads it: every value as text. */
export type RawRow = readonly (string | null)[];

type RawValue = string | number | bigint;

export interface RawReader {
  readonly provider: ReturnType<typeof providerOf>;
  /** whether JSON is kept as the text that was written */
  readonly keepsJsonText: boolean;
  /** `?` stands for a value */
  rows(sql: string, values?: readonly RawValue[]): Promise<RawRow[]>;
  close(): Promise<void>;
}

/** A connection that only reads, past Prisma: many rows quickly, and exactly what is stored. */
export function openRawReader(url: string): Promise<RawReader> {
  const provider = providerOf(url);
  return { sqlite: openSqlite, postgresql: openPostgres, mysql: openMysql }[provider](url);
}

/** A column's name in the database's own quotes. */
export function quoted({ provider }: RawReader, name: string): string {
  const mark = provider === "mysql" ? "`" : '"';
  return name
    .split(".")
    .map((word) => `${mark}${word}${mark}`)
    .join(".");
}

async function openSqlite(url: string): Promise<RawReader> {
  const { default: Database } = await import("better-sqlite3");
  const database = new Database(url.replace(/^file:/, ""), { readonly: true, fileMustExist: true });
  const prepare = (sql: string) =>
    database.prepare<RawValue[], unknown[]>(sql).raw(true).safeIntegers(true);
  const prepared = new Map<string, ReturnType<typeof prepare>>();
  return {
    provider: "sqlite",
    keepsJsonText: true,
    rows: async (sql, values = []) => {
      const statement = prepared.get(sql) ?? prepare(sql);
      prepared.set(sql, statement);
      return statement.all(...values).map(toTexts);
    },
    close: async () => {
      database.close();
    },
  };
}

/** In place: most cells are texts already. */
function toTexts(row: unknown[]): RawRow {
  row.forEach((value, i) => {
    if (typeof value !== "string" && value !== null) {
      row[i] = String(value);
    }
  });
  return row as RawRow;
}

async function openPostgres(url: string): Promise<RawReader> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({
    connectionString: url,
    types: { getTypeParser: () => (text: string) => text } as never,
  });
  await client.connect();
  return {
    provider: "postgresql",
    keepsJsonText: false,
    rows: async (sql, values = []) => {
      let number = 0;
      const text = sql.replace(/\?/g, () => `$${++number}`);
      const result = await client.query({ text, values: [...values], rowMode: "array" });
      return result.rows as RawRow[];
    },
    close: () => client.end(),
  };
}

async function openMysql(url: string): Promise<RawReader> {
  const { createConnection } = await import("mariadb");
  const connection = await createConnection({
    ...mariaDbAddress(url),
    rowsAsArray: true,
    typeCast: (column) => column.string(),
  });
  const rows = (sql: string, values: readonly RawValue[] = []): Promise<RawRow[]> =>
    connection.query(sql, [...values]);
  const [version] = await rows("SELECT VERSION()");
  return {
    provider: "mysql",
    // MySQL keeps JSON in a form of its own; MariaDB keeps the text.
    keepsJsonText: /mariadb/i.test(version?.[0] ?? ""),
    rows,
    close: () => connection.end(),
  };
}
