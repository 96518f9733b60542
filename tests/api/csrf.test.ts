import { once } from "node:events";
import http from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import { type ApiMethod, request } from "../support/api";
import { LANES } from "../support/server";
import { availableDatabases } from "../support/test-database";
import { Browser } from "./support/browser";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { newcomer } from "./support/people";
import { fillIn } from "./support/row";
import { useDatabaseServer } from "./support/use-database-server";

const databases = await availableDatabases();
const IDS = { id: 99999, tid: 99999, case_id: 99999, proposal_id: "none", execution_id: 99999 };
const EVIL = "https://evil.example";
const CHANGES = allContracts
  .filter(({ method, permission }) => method !== "GET" && permission !== "public")
  .map((contract) => [`${contract.method} ${contract.path}`, contract] as const);

/** What a browser sends when the change does not come from our own pages, and what no browser sends. */
const FOREIGN: readonly [string, Record<string, string>][] = [
  ["another site's form", { "sec-fetch-site": "cross-site", origin: EVIL }],
  ["another site's page without an origin", { "sec-fetch-site": "cross-site" }],
  ["a neighbour under the same domain", { "sec-fetch-site": "same-site", origin: EVIL }],
  ["a neighbour without an origin", { "sec-fetch-site": "same-site" }],
  ["an old browser on another site", { origin: EVIL }],
  ["a sandboxed frame", { origin: "null" }],
  ["a sandboxed frame of a new browser", { "sec-fetch-site": "cross-site", origin: "null" }],
  ["a name that begins like ours", { origin: "http://127.0.0.1.evil.example" }],
  ["another port of this machine", { origin: "http://127.0.0.1:1" }],
  ["text that is no origin", { origin: "127.0.0.1" }],
  ["neither header", {}],
  ["a word that no browser says", { "sec-fetch-site": "same-origin-ish" }],
];

describe.each(LANES)("a signed-in administrator's browser over %s", (lane) => {
  const [sqlite] = databases;
  const server = useDatabaseServer(sqlite as NonNullable<typeof sqlite>, PRODUCTION, lane);
  let browser: Browser;
  beforeAll(async () => {
    ({ browser } = await newcomer(server, "admin"));
  });
  const lastEntry = async () => {
    const headers = { "x-api-key": KEYS.admin };
    const { json } = await request(
      server,
      "GET",
      "/api/audit?limit=1&outcome=done",
      undefined,
      headers,
    );
    return json.entries[0]?.id;
  };

  test.each(CHANGES)("%s happens from our own pages alone", async (_, { method, path, ...one }) => {
    const address = fillIn(path, IDS);
    const body = one.example?.body ?? {};
    const before = await lastEntry();
    for (const [who, headers] of FOREIGN) {
      const sent = { cookie: browser.cookieHeader, ...headers };
      const answer = await request(server, method as ApiMethod, address, body, sent);
      expect([who, answer.status]).toEqual([who, 403]);
      expectProblem(answer, { status: 403, code: "forbidden", detail: "a page of another site" });
    }
    expect(await lastEntry()).toBe(before);
    // A body that no contract takes: it gets past the guard and changes nothing.
    for (const headers of [
      { "sec-fetch-site": "same-origin", origin: server.url },
      { origin: server.url },
    ]) {
      const sent = { cookie: browser.cookieHeader, ...headers };
      const isEnd = path.startsWith("/api/session/");
      const answer = isEnd ? null : await request(server, method as ApiMethod, address, [], sent);
      expect(answer?.text ?? "").not.toContain("a page of another site");
    }
  });

  test.each(["callback/password", "signin/password", "signin/oidc", "signout"])(
    "POST /api/auth/%s happens from our own pages alone",
    async (action) => {
      const { csrfToken } = (await browser.get("/api/auth/csrf")).json;
      const form = () => new URLSearchParams({ csrfToken, email: "a@b.example", password: "x" });
      for (const [who, headers] of FOREIGN) {
        const sent = { cookie: browser.cookieHeader, ...headers };
        const answer = await request(server, "POST", `/api/auth/${action}`, form(), sent);
        expect([who, answer.status]).toEqual([who, 403]);
      }
      expect((await browser.get("/api/session")).status).toBe(200);
    },
  );

  test("nobody is signed in from another site, even with a token of theirs", async () => {
    const attacker = new Browser(server, EVIL);
    const { csrfToken } = (await attacker.get("/api/auth/csrf")).json;
    const form = new URLSearchParams({ csrfToken, email: "a@b.example", password: "x" });
    const answer = await attacker.send("POST", "/api/auth/callback/password", form, {
      "sec-fetch-site": "cross-site",
    });
    expectProblem(answer, { status: 403 });
  });

  test("a page under a name that was made to point here is another site's", async () => {
    const sent = { cookie: browser.cookieHeader, origin: EVIL, host: "evil.example" };
    for (const path of ["/api/workflows", "/api/auth/signout"]) {
      const options = { method: "POST", headers: { ...sent, "content-type": "application/json" } };
      // fetch would name the host itself.
      const answer = http.request(new URL(path, server.url), options).end('{"name":"A"}');
      const [{ statusCode }] = await once(answer, "response");
      expect([path, statusCode]).toEqual([path, 403]);
    }
  });

  test("a key needs no page: programs say nothing of where they are", async () => {
    const headers = { "x-api-key": KEYS.technician };
    const made = await request(server, "POST", "/api/workflows", { name: "A" }, headers);
    expect(made.status).toBe(201);
  });
});
