import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrate } from "@/lib/db/migrate";
import { type DatabaseProvider, providerOf } from "@/lib/platform/database-url";
import { findService, withMysql, withPostgres } from "./services";

export interface TestDatabase {
  /** normalised, as `migrate` and DATABASE_URL take it */
  readonly url: string;
  readonly provider: DatabaseProvider;
  /** removes the database and whoever is still connected to it */
  drop(): Promise<void>;
}

export interface AvailableDatabase {
  readonly provider: DatabaseProvider;
  /** makes a fresh database with every migration applied */
  create(): Promise<TestDatabase>;
}

/** Needs no service, so it is there everywhere. */
export const sqlite: AvailableDatabase = { provider: "sqlite", create: createSqliteDatabase };

/**
 * The databases that tests can run on here, for `describe.each(await availableDatabases())("$provider", …)`.
 * SQLite always; the others when they answer (see `findService`).
 */
export async function availableDatabases(): Promise<AvailableDatabase[]> {
  const [postgres, mysql] = await Promise.all([findService("postgresql"), findService("mysql")]);
  return [
    sqlite,
    ...(postgres ? [serverDatabase(postgres)] : []),
    ...(mysql ? [serverDatabase(mysql)] : []),
  ];
}

/** A fresh, migrated SQLite database in a temporary folder. */
async function createSqliteDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(path.join(tmpdir(), "control-tower-"));
  const url = `file:${path.join(folder, "test.db")}`;
  await migrate(url);
  return {
    url,
    provider: "sqlite",
    drop: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** @param adminUrl may create databases on its server */
function serverDatabase(adminUrl: string): AvailableDatabase {
  const provider = providerOf(adminUrl);
  const isPostgres = provider === "postgresql";
  const execute = (sql: string) => (isPostgres ? withPostgres : withMysql)(adminUrl, sql);
  return {
    provider,
    create: async () => {
      const name = `ct_test_${randomBytes(6).toString("hex")}`;
      await execute(`CREATE DATABASE ${name}`);
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      await migrate(url.href);
      return {
        url: url.href,
        provider,
        drop: () => execute(`DROP DATABASE IF EXISTS ${name}${isPostgres ? " WITH (FORCE)" : ""}`),
      };
    },
  };
}
