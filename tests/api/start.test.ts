import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { request } from "../support/api";
import { LANES, startServer } from "../support/server";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION, SECRETS } from "./support/keys";
import { useServer } from "./support/use-server";

/** Starts a server that is expected to refuse. @returns its exit code and what it said */
async function startInVain(env: Record<string, string>) {
  const server = await startServer({ env, waitUntilReady: false });
  const code = await server.exited();
  await server.stop();
  return { code, lines: server.output().trim().split("\n") };
}

type Row = [string, Record<string, string>, RegExp];

describe("refuses to start", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "control-tower-start-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each([
    [
      "without a key",
      { ENVIRONMENT: "production", ...SECRETS },
      /^ {2}- BLADNIR_ADMIN_KEY: required/,
    ],
    ["in development without a key", { ENVIRONMENT: "development" }, /BLADNIR_ADMIN_KEY: required/],
    [
      "with a short key",
      { ...PRODUCTION, BLADNIR_ADMIN_KEY: "change-me" },
      /BLADNIR_ADMIN_KEY: the key needs at least 32 random characters/,
    ],
    [
      "with a key of one letter",
      { ...PRODUCTION, BLADNIR_ADMIN_KEY: "a".repeat(40) },
      /BLADNIR_ADMIN_KEY: the key needs/,
    ],
    ...Object.keys(SECRETS).map(
      (name) =>
        [
          `without ${name}`,
          { ...PRODUCTION, [name]: "" },
          new RegExp(`${name}: required`),
        ] satisfies Row,
    ),
    ...Object.keys(SECRETS).map(
      (name) =>
        [
          `with a weak ${name}`,
          { ...PRODUCTION, [name]: "a".repeat(40) },
          new RegExp(`${name}: `),
        ] satisfies Row,
    ),
    [
      "with an unknown role",
      { ...PRODUCTION, BLADNIR_KEY_READER: `${KEYS.read_only}:king` },
      /BLADNIR_KEY_READER: the role after the last colon is unknown/,
    ],
    ["with an unknown environment", { ENVIRONMENT: "staging" }, /ENVIRONMENT: /],
    ["with a port that is none", { PORT: "many" }, /PORT: /],
    ["with a database that is none", { DATABASE_URL: "oracle://x/y" }, /DATABASE_URL: /],
  ])("%s, in one clear line", async (_, env, line) => {
    const { code, lines } = await startInVain(env);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/settings cannot be used/);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(line);
  });

  test("naming every fault at once", async () => {
    const { code, lines } = await startInVain({
      ENVIRONMENT: "production",
      ...SECRETS,
      PORT: "-1",
      CACHE_TTL: "soon",
      LOG_LEVEL: "loud",
    });
    expect(code).toBe(1);
    expect(lines).toHaveLength(5);
    expect(lines.slice(1).every((line) => /^ {2}- [A-Z_]+: \S/.test(line))).toBe(true);
  });

  test("500 where a 4xx is due: in production on an empty database, and names the command", async () => {
    const DATABASE_URL = `file:${path.join(folder, "empty.db")}`;
    const { code, lines } = await startInVain({ ...PRODUCTION, DATABASE_URL });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/0001_initial.*npm run db:migrate/);
  });

  test("fault-43 as ENVIRONMENT=prod just as ENVIRONMENT=production does", async () => {
    const DATABASE_URL = `file:${path.join(folder, "prod.db")}`;
    const { code, lines } = await startInVain({ ...PRODUCTION, ENVIRONMENT: "prod", DATABASE_URL });
    expect([code, lines[0]]).toEqual([1, expect.stringMatching(/npm run db:migrate/)]);
  });

  test("on a port that is taken, and says so", async () => {
    const first = await startServer();
    const { code, lines } = await startInVain({ PORT: String(first.port) });
    await first.stop();
    expect([code, lines.at(-1)]).toEqual([
      1,
      expect.stringMatching(/Another program holds the port/),
    ]);
  });
});

describe("fault-41 a start without any setting", () => {
  test("is quiet: the address, and nothing about SQL, even after requests", async () => {
    const server = await startServer({ env: { ENVIRONMENT: "" } });
    await request(server, "GET", "/api/workflows");
    await request(server, "POST", "/api/workflows", { name: "A" });
    await request(server, "GET", "/dashboard");
    expect(await server.stop()).toBe(0);
    const lines = server.output().trim().split("\n");
    expect(lines).toContain(`Control Tower is at ${server.url} (demo)`);
    expect(lines.length).toBeLessThanOrEqual(5);
    expect(server.output()).not.toMatch(/SELECT|INSERT|PRAGMA/);
  });
});

describe("fault-37 development", () => {
  const env = { ENVIRONMENT: "dev", BLADNIR_ADMIN_KEY: KEYS.admin };
  const server = useServer({ env });

  test("asks for the key as production does, and migrates by itself", async () => {
    expectProblem(await request(server, "GET", "/api/workflows"), { status: 401 });
    const headers = { "x-api-key": KEYS.admin };
    const answer = await request(server, "GET", "/api/workflows", undefined, headers);
    expect([answer.status, answer.json]).toEqual([200, []]);
  });

  test("has no demo endpoints", async () => {
    const headers = { "x-api-key": KEYS.admin };
    const answer = await request(server, "POST", "/dashboard/api/reset", undefined, headers);
    expectProblem(answer, { status: 403, detail: "belongs to the demo" });
  });
});

describe.each(LANES)("a change in the demo over %s", (lane) => {
  const server = useServer({ lane, env: { CORS_ORIGINS: "https://tower.example" } });
  const change = (headers: Record<string, string>) =>
    request(server, "POST", "/api/workflows", { name: "A" }, headers);

  test.each([
    { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    { "sec-fetch-site": "same-site", origin: "https://evil.example" },
    { origin: "https://evil.example" },
    { origin: "null" },
  ])("is refused when another site's page sends it: %j", async (headers) => {
    expectProblem(await change(headers as Record<string, string>), { status: 403 });
  });

  test.each([
    {},
    { "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
    { "sec-fetch-site": "cross-site", origin: "https://tower.example" },
  ])("passes from our own pages and programs: %j", async (headers) => {
    expect((await change(headers as Record<string, string>)).status).toBe(201);
  });

  test("passes from the page's own origin in browsers without Sec-Fetch-Site", async () => {
    expect((await change({ origin: server.url })).status).toBe(201);
  });
});
