import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { providerOf } from "@/lib/platform/database-url";
import { type MigrationConnection, openMigrationConnection } from "./migration-connection";

const LEDGER = `CREATE TABLE IF NOT EXISTS _migrations (
  name VARCHAR(191) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, applied_at VARCHAR(32) NOT NULL)`;

interface Migration {
  name: string;
  /** SHA-256 of the file, hex */
  checksum: string;
  sql: string;
}

export interface MigrationStatus {
  applied: string[];
  pending: string[];
}

class EditedMigrationError extends Error {
  constructor(name: string) {
    super(
      `Migration ${name} was edited after it was applied; restore it and add a new one instead.`,
    );
    this.name = "EditedMigrationError";
  }
}

/**
 * Applies what is pending, in name order, each in a transaction with its ledger row. One migrator
 * works at a time; the others wait and find nothing left to do.
 * @param url a normalised database URL
 * @param folder holds one folder of .sql files per provider
 * @returns the names applied now
 * @throws EditedMigrationError when an applied file has changed
 */
export async function migrate(url: string, folder = "prisma/migrations"): Promise<string[]> {
  const provider = providerOf(url);
  const migrations = await readMigrations(path.join(/*turbopackIgnore: true*/ folder, provider));
  const connection = await openMigrationConnection(provider, url);
  try {
    await connection.lock();
    await connection.script(LEDGER);
    const applied: string[] = [];
    for (const migration of migrations) {
      if (
        await applyOnce(connection, migration, provider === "sqlite" ? "BEGIN IMMEDIATE" : "BEGIN")
      ) {
        applied.push(migration.name);
      }
    }
    return applied;
  } finally {
    await connection.close();
  }
}

/** What has been applied and what is still pending; changes nothing. */
export async function migrationStatus(
  url: string,
  folder = "prisma/migrations",
): Promise<MigrationStatus> {
  const provider = providerOf(url);
  const migrations = await readMigrations(path.join(/*turbopackIgnore: true*/ folder, provider));
  if (provider === "sqlite" && !existsSync(url.replace(/^file:/, ""))) {
    return { applied: [], pending: migrations.map(({ name }) => name) };
  }
  const connection = await openMigrationConnection(provider, url);
  try {
    const ledger = await readLedger(connection);
    const isApplied = (migration: Migration) => isInLedger(ledger, migration);
    const names = (wanted: boolean) =>
      migrations.filter((migration) => isApplied(migration) === wanted).map(({ name }) => name);
    return { applied: names(true), pending: names(false) };
  } finally {
    await connection.close();
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(/*turbopackIgnore: true*/ folder))
    .filter((name) => name.endsWith(".sql"))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = (
        await readFile(path.join(/*turbopackIgnore: true*/ folder, name), "utf8")
      ).trim();
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/** @returns name -> checksum; empty when the ledger table is not there yet */
async function readLedger(connection: MigrationConnection): Promise<Map<string, string>> {
  try {
    const rows = await connection.rows("SELECT name, checksum FROM _migrations");
    return new Map(rows.map((row) => [String(row["name"]), String(row["checksum"])]));
  } catch (error) {
    const { message } = error as Error;
    if (/_migrations/.test(message) && /no such table|does not exist|doesn't exist/.test(message)) {
      return new Map();
    }
    throw error;
  }
}

function isInLedger(ledger: Map<string, string>, migration: Migration): boolean {
  const checksum = ledger.get(migration.name);
  if (checksum !== undefined && checksum !== migration.checksum) {
    throw new EditedMigrationError(migration.name);
  }
  return checksum !== undefined;
}

async function applyOnce(
  connection: MigrationConnection,
  migration: Migration,
  begin: string,
): Promise<boolean> {
  await connection.script(begin);
  try {
    if (isInLedger(await readLedger(connection), migration)) {
      await connection.script("ROLLBACK");
      return false;
    }
    await connection.script(migration.sql);
    await connection.script(
      `INSERT INTO _migrations (name, checksum, applied_at)
       VALUES ('${migration.name}', '${migration.checksum}', '${new Date().toISOString()}')`,
    );
    await connection.script("COMMIT");
    return true;
  } catch (error) {
    await connection.script("ROLLBACK").catch(() => undefined);
    throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
