import { afterAll, beforeAll } from "vitest";
import { type RunningServer, type ServerOptions, startServer } from "../../support/server";

/** Where to send requests; the address is there once the tests run. */
export interface ServerUnderTest {
  readonly url: string;
  /** sent with every request of the helpers, e.g. a key */
  readonly headers?: Record<string, string>;
}

/** Starts one server for the tests of the describe block around the call, and stops it after them. */
export function useServer(options: ServerOptions): ServerUnderTest {
  let running: RunningServer | undefined;
  beforeAll(async () => {
    running = await startServer(options);
  });
  afterAll(() => running?.stop());
  return {
    get url() {
      if (!running) {
        throw new Error("The server is not up yet; use it inside a test.");
      }
      return running.url;
    },
  };
}
