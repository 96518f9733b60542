import { openRawReader } from "@/lib/db/raw-reader";
import { runSql } from "../../db/support/audit-rows";
import { readTable } from "../../db/support/audit-tamper";
import type { TestDatabase } from "../../support/test-database";

type Provider = TestDatabase["provider"];

const REFUSE: Readonly<Record<Provider, string>> = {
  sqlite: `CREATE TRIGGER full_disk BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'no room'); END`,
  postgresql: `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION full_disk()`,
  mysql: `CREATE TRIGGER full_disk BEFORE INSERT ON audit_entries FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no room'`,
};
const ALLOW: Readonly<Record<Provider, string>> = {
  sqlite: "DROP TRIGGER full_disk",
  postgresql: "DROP TRIGGER full_disk ON audit_entries; DROP FUNCTION full_disk",
  mysql: "DROP TRIGGER full_disk",
};

/** Runs `work` while the database takes no audit entry. */
export async function withoutRoom<T>(database: TestDatabase, work: () => Promise<T>): Promise<T> {
  await runSql(database, REFUSE[database.provider]);
  try {
    return await work();
  } finally {
    await runSql(database, ALLOW[database.provider]);
  }
}

const TABLES: Readonly<Record<Provider, string>> = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  postgresql: "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
  mysql: "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
};
/** What the product writes by itself about entries that were there before. */
const BOOKS = new Set([
  ...["stream_heads", "stream_events", "audit_seals", "audit_chain_heads", "audit_checkpoints"],
]);
/** When someone was last seen. */
const SEEN = new Set(["last_active_at", "last_used_at"]);

/** Every row of every table but the product's own books. */
export async function readEverything(database: TestDatabase): Promise<Record<string, string[]>> {
  const reader = await openRawReader(database.url);
  const names = (await reader.rows(TABLES[database.provider])).map(([name]) => name ?? "");
  await reader.close();
  const all: Record<string, string[]> = {};
  for (const name of names.filter((one) => !BOOKS.has(one)).sort()) {
    const rows = await readTable(database, name);
    all[name] = rows
      .map((row) => JSON.stringify(row, (key, value) => (SEEN.has(key) ? null : value)))
      .sort();
  }
  return all;
}
