import { afterAll, beforeAll } from "vitest";
import type { Database } from "@/lib/db/open-database";
import { openClient } from "../../db/support/test-world";
import { LANES, type RunningServer, type ServerOptions, startServer } from "../../support/server";
import type { AvailableDatabase, TestDatabase } from "../../support/test-database";
import type { ServerUnderTest } from "./use-server";

/** A server and its database; both are there once the tests run. */
export interface DatabaseServer extends ServerUnderTest {
  /** everything the server has written to stdout and stderr so far */
  output(): string;
  /** a client of the same database, as another process would have */
  readonly db: Database;
}

/**
 * One server on a fresh, migrated database of the given kind, for the describe block around the
 * call; in demo mode unless `env` says otherwise.
 */
export function useDatabaseServer(
  available: AvailableDatabase,
  env: Record<string, string> = {},
  lane: ServerOptions["lane"] = "hono",
): DatabaseServer {
  return serverOf(useStarted(available, env, [lane]), 0);
}

/** Two processes, one on each lane, that share one database. */
export function useTwoServers(
  available: AvailableDatabase,
  env: Record<string, string> = {},
): { here: DatabaseServer; there: DatabaseServer } {
  const started = useStarted(available, env, LANES);
  return { here: serverOf(started, 0), there: serverOf(started, 1) };
}

interface Started {
  db: Database;
  servers: RunningServer[];
}

function useStarted(
  available: AvailableDatabase,
  env: Record<string, string>,
  lanes: readonly ServerOptions["lane"][],
): () => Started {
  let database: TestDatabase | undefined;
  let started: Started | undefined;
  beforeAll(async () => {
    database = await available.create();
    const onIt = { ...env, DATABASE_URL: database.url };
    started = {
      db: await openClient(database),
      servers: await Promise.all(
        lanes.map((lane) => startServer({ env: onIt, ...(lane && { lane }) })),
      ),
    };
  });
  afterAll(async () => {
    await Promise.all((started?.servers ?? []).map((server) => server.stop()));
    await started?.db.$disconnect();
    await database?.drop();
  });
  return () => {
    if (!started) {
      throw new Error("The server is not up yet; use it inside a test.");
    }
    return started;
  };
}

function serverOf(started: () => Started, index: number): DatabaseServer {
  const running = () => started().servers[index] as RunningServer;
  return {
    get url() {
      return running().url;
    },
    get db() {
      return started().db;
    },
    output: () => running().output(),
  };
}
