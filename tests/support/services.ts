import { Redis } from "ioredis";
import { createConnection } from "mariadb";
import pg from "pg";
import { test } from "vitest";

export type ServiceName = "postgresql" | "mysql" | "redis";

interface Service {
  /** overrides the addresses below */
  variable: string;
  /** tried in turn */
  usual: readonly string[];
  /** rejects when nothing usable answers at the URL */
  probe: (url: string) => Promise<unknown>;
}

const CONNECT_TIMEOUT_MS = 2000;

const SERVICES: Record<ServiceName, Service> = {
  postgresql: {
    variable: "TEST_POSTGRES_URL",
    usual: [
      "postgresql://postgres@127.0.0.1:5432/postgres",
      "postgresql://postgres:postgres@127.0.0.1:5432/postgres",
      "postgresql://root@127.0.0.1:5432/postgres",
      "postgresql://test:test@127.0.0.1:5432/test",
    ],
    probe: (url) => withPostgres(url, "SELECT 1"),
  },
  mysql: {
    variable: "TEST_MYSQL_URL",
    usual: [
      "mysql://root@127.0.0.1:3306/mysql",
      "mysql://root:root@127.0.0.1:3306/mysql",
      "mysql://test:test@127.0.0.1:3306/test",
    ],
    probe: (url) => withMysql(url, "SELECT 1"),
  },
  redis: {
    variable: "TEST_REDIS_URL",
    usual: ["redis://127.0.0.1:6379"],
    probe: pingRedis,
  },
};

/**
 * The URL of a service the tests may use, or undefined when there is none; then the test file shows
 * one skipped test that says why, which fails in CI. Call it while tests are being collected.
 */
export async function findService(name: ServiceName): Promise<string | undefined> {
  const { variable, usual, probe } = SERVICES[name];
  const given = process.env[variable];
  const candidates = given ? [given] : usual;
  for (const url of candidates) {
    try {
      await probe(url);
      return url;
    } catch {
      // the next candidate may answer
    }
  }
  showMissing(`${name}: not reachable at ${hostOf(candidates[0])} (start it or set ${variable})`);
  return undefined;
}

function showMissing(reason: string): void {
  if (process.env["CI"]) {
    test(reason, () => {
      throw new Error(`${reason}; in CI every service must be there`);
    });
  } else {
    test.skip(reason);
  }
}

function hostOf(url = ""): string {
  return URL.canParse(url) ? new URL(url).host : "an address that is no URL";
}

/** Runs one statement on a connection of its own. */
export async function withPostgres(url: string, sql: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Runs one statement on a connection of its own. */
export async function withMysql(url: string, sql: string): Promise<void> {
  const target = new URL(url);
  const connection = await createConnection({
    host: target.hostname,
    port: Number(target.port || 3306),
    user: decodeURIComponent(target.username),
    password: decodeURIComponent(target.password),
    connectTimeout: CONNECT_TIMEOUT_MS,
  });
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

async function pingRedis(url: string): Promise<void> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: () => null,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.disconnect();
  }
}
