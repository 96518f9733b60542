import type { PrismaClient as SqliteClient } from "@/generated/sqlite/client";
import type { Settings } from "@/lib/platform/settings";
import { mariaDbAddress } from "./mariadb-address";
import { SqliteAdapterFactory } from "./sqlite-adapter";

/** SQLite's client has the narrowest API of the three, so it is the type everyone codes against. */
export type Database = SqliteClient;
export type TransactionClient = Omit<
  Database,
  "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends"
>;

type DatabaseSettings = Pick<Settings, "databaseUrl" | "databaseProvider" | "pool">;

const MAX_WAIT_MS = 10_000;
const TRANSACTION_TIMEOUT_MS = 20_000;
/**
 * A guarded UPDATE sees what others committed while it waited, and what is looked at again under a
 * lock is as it is then: gates and kill switches rest on it, whatever the server's default is.
 */
const READ_COMMITTED = "TRANSACTION ISOLATION LEVEL READ COMMITTED";

/** Opens a client for the provider in the settings. The caller disconnects it. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const options = {
    transactionOptions: { maxWait: MAX_WAIT_MS, timeout: TRANSACTION_TIMEOUT_MS },
    // Prisma's other formats also quote our source and colour it.
    errorFormat: "minimal" as const,
  };
  switch (settings.databaseProvider) {
    case "sqlite": {
      const { PrismaClient } = await import("@/generated/sqlite/client");
      const adapter = new SqliteAdapterFactory(settings.databaseUrl);
      return new PrismaClient({ adapter, ...options });
    }
    case "postgresql": {
      const { PrismaClient } = await import("@/generated/postgresql/client");
      const { PrismaPg } = await import("@prisma/adapter-pg");
      const adapter = new PrismaPg({
        connectionString: settings.databaseUrl,
        max: settings.pool.max,
        connectionTimeoutMillis: settings.pool.acquireTimeoutMs,
        maxLifetimeSeconds: settings.pool.recycleSeconds,
        onConnect: (client) => client.query(`SET SESSION CHARACTERISTICS AS ${READ_COMMITTED}`),
      });
      return new PrismaClient({ adapter, ...options }) as unknown as Database;
    }
    case "mysql": {
      const { PrismaClient } = await import("@/generated/mysql/client");
      const { PrismaMariaDb } = await import("@prisma/adapter-mariadb");
      const adapter = new PrismaMariaDb(mariaDbOptions(settings));
      return new PrismaClient({ adapter, ...options }) as unknown as Database;
    }
  }
}

function mariaDbOptions({ databaseUrl, pool }: DatabaseSettings) {
  return {
    ...mariaDbAddress(databaseUrl),
    connectionLimit: pool.max,
    acquireTimeout: pool.acquireTimeoutMs,
    idleTimeout: pool.recycleSeconds,
    initSql: `SET SESSION ${READ_COMMITTED}`,
  };
}
