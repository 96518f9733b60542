import type { DatabaseProvider } from "@/lib/platform/database-url";
import { mariaDbAddress } from "./mariadb-address";

export interface MigrationConnection {
  /** runs one or more statements */
  script(sql: string): Promise<void>;
  rows(sql: string): Promise<Record<string, unknown>[]>;
  /** waits until no other migrator is at work; released by `close` */
  lock(): Promise<void>;
  close(): Promise<void>;
}

const LOCK_NUMBER = 727_001;
const LOCK_NAME = "control_tower_migrate";
const LOCK_WAIT_SECONDS = 60;

/** A plain driver connection: migrations run outside Prisma, one connection, several statements. */
export function openMigrationConnection(
  provider: DatabaseProvider,
  url: string,
): Promise<MigrationConnection> {
  const open = { sqlite: openSqlite, postgresql: openPostgres, mysql: openMysql }[provider];
  return open(url);
}

async function openSqlite(url: string): Promise<MigrationConnection> {
  const { mkdirSync } = await import("node:fs");
  const { dirname } = await import("node:path");
  const { default: Database } = await import("better-sqlite3");
  const file = url.replace(/^file:/, "");
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file, { timeout: LOCK_WAIT_SECONDS * 1000 });
  database.pragma("journal_mode = WAL");
  return {
    script: async (sql) => {
      database.exec(sql);
    },
    rows: async (sql) => database.prepare(sql).all() as Record<string, unknown>[],
    // Each migration begins IMMEDIATE and looks at the ledger again, which is lock enough.
    lock: async () => undefined,
    close: async () => {
      database.close();
    },
  };
}

async function openPostgres(url: string): Promise<MigrationConnection> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    script: async (sql) => {
      await client.query(sql);
    },
    rows: async (sql) => (await client.query(sql)).rows,
    lock: async () => {
      await client.query(`SET lock_timeout = '${LOCK_WAIT_SECONDS}s'`);
      await client.query(`SELECT pg_advisory_lock(${LOCK_NUMBER})`);
      await client.query("SET lock_timeout = DEFAULT");
    },
    close: () => client.end(),
  };
}

async function openMysql(url: string): Promise<MigrationConnection> {
  const { createConnection } = await import("mariadb");
  const connection = await createConnection({
    ...mariaDbAddress(url),
    multipleStatements: true,
  });
  return {
    script: async (sql) => {
      await connection.query(sql);
    },
    rows: (sql) => connection.query(sql),
    lock: async () => {
      const [row] = await connection.query(
        `SELECT GET_LOCK('${LOCK_NAME}', ${LOCK_WAIT_SECONDS}) AS held`,
      );
      if (Number(row?.held) !== 1) {
        throw new Error("Another migrator has held the lock for a minute; wait for it to end.");
      }
    },
    close: () => connection.end(),
  };
}
