import { afterAll, beforeAll } from "vitest";
import { type RunningServer, startServer } from "../../support/server";
import type { AvailableDatabase, TestDatabase } from "../../support/test-database";
import type { ServerUnderTest } from "./use-server";

/** One demo server on a fresh database of the given kind, for the describe block around the call. */
export function useDatabaseServer(available: AvailableDatabase): ServerUnderTest {
  let database: TestDatabase | undefined;
  let running: RunningServer | undefined;
  beforeAll(async () => {
    database = await available.create();
    running = await startServer({ env: { DATABASE_URL: database.url } });
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
