import { describe, expect, test } from "vitest";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { useServer } from "./support/use-server";

/** Asks for keys as production does, and makes its own database. */
const GUARDED = { ...PRODUCTION, ENVIRONMENT: "development" };
const wrongKey = (i: number) => `wrong-${i}-0123456789-abcdefghijklmnopqrstuv`;

describe.each(LANES)("through the %s lane", (lane) => {
  describe("25 wrong keys in turn", () => {
    const server = useServer({ lane, env: GUARDED });
    const read = (key: string, headers = {}) =>
      request(server, "GET", "/api/rules", undefined, { "x-api-key": key, ...headers });

    test("fault-35 are told ten times that they are wrong, then that they have to wait", async () => {
      const statuses: number[] = [];
      for (let i = 0; i < 25; i += 1) {
        // Whoever guesses would name another address each time.
        const spoofed = {
          "x-client-address": `203.0.113.${i}`,
          "x-forwarded-for": `198.51.100.${i}`,
        };
        const answer = await read(wrongKey(i), spoofed);
        statuses.push(answer.status);
        if (answer.status === 429) {
          expectProblem(answer, { status: 429, code: "too_many_requests" });
          const seconds = Number(answer.headers.get("retry-after"));
          expect(seconds).toBeGreaterThan(0);
          expect(seconds).toBeLessThanOrEqual(600);
        }
      }
      expect(statuses).toEqual([...Array(10).fill(401), ...Array(15).fill(429)]);
    });

    test("fault-35 and do not shut out who has the right one", async () => {
      expect((await read(KEYS.read_only)).status).toBe(200);
    });
  });
});

describe("behind a proxy that is trusted", () => {
  const server = useServer({ env: { ...GUARDED, TRUSTED_PROXIES: "127.0.0.0/8" } });
  const statusFor = async (forwarded: string) =>
    (
      await request(server, "GET", "/api/rules", undefined, {
        "x-api-key": wrongKey(0),
        "x-forwarded-for": forwarded,
      })
    ).status;

  test("each client is counted by the address that the proxy names, not by those it names itself", async () => {
    for (let i = 0; i < 10; i += 1) {
      expect(await statusFor(`203.0.113.${i}, 198.51.100.1`)).toBe(401);
    }
    expect(await statusFor("203.0.113.99, 198.51.100.1")).toBe(429);
    expect(await statusFor("198.51.100.1, 198.51.100.2")).toBe(401);
  });
});
