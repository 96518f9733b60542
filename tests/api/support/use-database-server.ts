import { afterAll, beforeAll } from "vitest";
import { type RunningServer, type ServerOptions, startServer } from "../../support/server";
import type { AvailableDatabase, TestDatabase } from "../../support/test-database";
import type { ServerUnderTest } from "./use-server";

/**
 * One server on a fresh, migrated database of the given kind, for the describe block around the
 * call; in demo mode unless `env` says otherwise.
 */
export function useDatabaseServer(
  available: AvailableDatabase,
  env: Record<string, string> = {},
  lane: ServerOptions["lane"] = "hono",
): ServerUnderTest {
  let database: TestDatabase | undefined;
  let running: RunningServer | undefined;
  beforeAll(async () => {
    database = await available.create();
    running = await startServer({ lane, env: { ...env, DATABASE_URL: database.url } });
  });
  afterAll(async () => {
    await running?.stop();
    await database?.drop();
  });
  return {
    get url() {
      return running?.url ?? "";
    },
  };
}
