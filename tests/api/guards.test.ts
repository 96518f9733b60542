import { describe, expect, test } from "vitest";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { useServer } from "./support/use-server";

/** By which a known fault let requests pass Next's middleware. */
const SUBREQUEST = "middleware:middleware:middleware:middleware:middleware";
const env = { ...PRODUCTION, ENVIRONMENT: "development", NEXTAUTH_URL: "https://tower.example" };

describe.each(LANES)("over the %s lane", (lane) => {
  const server = useServer({ lane, env: { ...env, RATE_LIMIT_PER_MINUTE: "12" } });
  const as = (key: string, more = {}) => ({ "x-api-key": key, ...more });

  test.each([SUBREQUEST, "proxy", "src/middleware", "pages/_middleware"])(
    "a request that says it is the middleware's own (%s) gains nothing",
    async (value) => {
      const forged = { "x-middleware-subrequest": value };
      const anonymous = await request(server, "POST", "/api/workflows", { name: "A" }, forged);
      expectProblem(anonymous, { status: 401 });
      const reader = as(KEYS.read_only, forged);
      const write = await request(server, "POST", "/api/workflows", { name: "A" }, reader);
      expect([403, 429]).toContain(write.status);
    },
  );

  test("answers may do nothing in a browser, and nobody keeps them", async () => {
    const answer = await request(server, "GET", "/api/rules", undefined, as(KEYS.supervisor));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
      "strict-transport-security": "max-age=63072000; includeSubDomains",
    });
  });

  test("every answer tells what is left, and the one too many when to come again", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 14; i += 1) {
      const answer = await request(server, "GET", "/api/rules", undefined, as(KEYS.technician));
      statuses.push(answer.status);
      expect(answer.headers.get("ratelimit-policy")).toBe('"requests";q=12;w=60');
      expect(answer.headers.get("ratelimit")).toMatch(
        new RegExp(`^"requests";r=${Math.max(11 - i, 0)};t=\\d+$`),
      );
      if (answer.status === 429) {
        expectProblem(answer, { status: 429, code: "too_many_requests" });
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      }
    }
    expect(statuses).toEqual([...Array(12).fill(200), 429, 429]);
    const other = await request(server, "GET", "/api/rules", undefined, as(KEYS.pharmacist));
    expect(other.status).toBe(200);
  });

  test("a refusal that the work itself gives tells it too", async () => {
    const answer = await request(server, "GET", "/api/keys", undefined, as(KEYS.pharmacist));
    expectProblem(answer, { status: 403 });
    expect(answer.headers.get("ratelimit")).toMatch(/^"requests";r=\d+;t=\d+$/);
  });
});

describe("an API key of the database over HTTP", () => {
  const server = useServer({ env });

  test("is made, works, is exchanged and ends", async () => {
    const admin = { "x-api-key": KEYS.admin };
    const body = { name: "Tool", role: "technician", permissions: ["cases:read"] };
    const made = await request(server, "POST", "/api/keys", body, admin);
    expect(made.status).toBe(201);
    const read = (key: string) =>
      request(server, "GET", "/api/workflows", undefined, { "x-api-key": key });
    expect((await read(made.json.key)).status).toBe(200);
    const path = `/api/keys/${made.json.id}`;
    const next = await request(server, "POST", `${path}/rotate`, { overlap_minutes: 5 }, admin);
    expect(next.status).toBe(201);
    expect([(await read(made.json.key)).status, (await read(next.json.key)).status]).toEqual([
      200, 200,
    ]);
    await request(server, "POST", `${path}/revoke`, { reason: "over" }, admin);
    expect([(await read(made.json.key)).status, (await read(next.json.key)).status]).toEqual([
      401, 200,
    ]);
    expect((await read(`${next.json.key.slice(0, -1)}!`)).json.detail).toMatch(/typo/);
    const write = await request(
      server,
      "POST",
      "/api/workflows",
      { name: "A" },
      {
        "x-api-key": next.json.key,
      },
    );
    expectProblem(write, { status: 403, detail: "were not given cases:write" });
  });

  test("made twice with one Idempotency-Key is one key", async () => {
    const headers = { "x-api-key": KEYS.admin, "idempotency-key": crypto.randomUUID() };
    const send = () =>
      request(server, "POST", "/api/keys", { name: "Once", role: "read_only" }, headers);
    const [first, second] = [await send(), await send()];
    expect(second.json).toEqual(first.json);
  });
});
