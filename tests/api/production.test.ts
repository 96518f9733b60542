import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import type { Contract } from "@/lib/contracts/contract";
import { PERMISSIONS_BY_ROLE } from "@/lib/contracts/permission";
import { ROLES, type Role } from "@/lib/contracts/role";
import { request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { sqlite, type TestDatabase } from "../support/test-database";
import { FIRST_GATE } from "./support/cases";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { fillIn } from "./support/row";

const ORIGIN = "https://tower.example";
const CLOSED = allContracts.filter(({ permission }) => permission !== "public");
const OPEN = allContracts.filter(
  ({ permission, method }) => permission === "public" && method === "GET",
);
const listed = (contracts: readonly Contract[]) =>
  contracts.map((contract) => [`${contract.method} ${contract.path}`, contract] as const);

const IDS = { id: 99999, tid: 99999, case_id: 99999, proposal_id: "none", execution_id: 99999 };
const BAD_CREDENTIALS: readonly [string, Record<string, string>][] = [
  ["no key", {}],
  ["an empty key", { "x-api-key": "" }],
  ["a forged session", { cookie: "next-auth.session-token=eyJhbGciOiJub25lIn0.e30." }],
];

/** Whoever goes on with these is soon told to wait. */
const GUESSES: readonly Record<string, string>[] = [
  { "x-api-key": `${KEYS.admin}x` },
  { "x-api-key": "a" },
  { authorization: `Bearer ${KEYS.admin}` },
];

/** A stream that nobody can resume, for an open one has no end. */
function addressOf(path: string): string {
  return fillIn(path, IDS) + (path === "/api/events/stream" ? "?last_event_id=none" : "");
}

describe.each(LANES)("production over %s", (lane) => {
  let database: TestDatabase;
  let server: RunningServer;

  beforeAll(async () => {
    database = await sqlite.create();
    const env = { ...PRODUCTION, DATABASE_URL: database.url, CORS_ORIGINS: ORIGIN };
    server = await startServer({ lane, env });
  });

  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  const as = (role: Role) => ({ "x-api-key": KEYS[role] });
  /** A body that no contract takes, so that nothing is ever changed. */
  const call = ({ method, path }: Contract, headers: Record<string, string>) =>
    request(server, method, addressOf(path), method === "GET" ? undefined : [], headers);

  test.each(listed(CLOSED))(
    "%s asks who is there before it looks at the request",
    async (_, contract) => {
      for (const [what, headers] of BAD_CREDENTIALS) {
        const answer = await call(contract, headers);
        expect([what, answer.status]).toEqual([what, 401]);
        expectProblem(answer, { status: 401, code: "unauthenticated" });
        expect(answer.headers.get("www-authenticate")).toMatch(/^ApiKey /);
      }
      for (const headers of GUESSES) {
        expect([401, 429]).toContain((await call(contract, headers)).status);
      }
    },
  );

  test.each(listed(CLOSED))("%s is for the roles that have its permission", async (_, contract) => {
    for (const role of ROLES) {
      const mayCall = PERMISSIONS_BY_ROLE[role].has(contract.permission as never);
      const answer = await call(contract, as(role));
      if (mayCall && !contract.demoOnly) {
        expect([role, answer.status < 500 && answer.status !== 403]).toEqual([role, true]);
        expect([role, answer.status]).not.toEqual([role, 401]);
      } else {
        const problem = expectProblem(answer, { status: 403, code: "forbidden" });
        expect(problem.detail).toMatch(mayCall ? /belongs to the demo/ : /Required role: /);
      }
    }
  });

  test.each(listed(OPEN))("%s needs no key", async (_, { method, path }) => {
    expect((await request(server, method, path)).status).toBe(200);
  });

  test.each(["/health", "/livez", "/readyz"])("%s needs no key", async (path) => {
    expect((await request(server, "GET", path)).status).toBe(200);
  });

  test("fault-33 nobody without a key opens a gate, starts a case or resets anything", async () => {
    for (const [path, body] of [
      ["/dashboard/api/automation", { transition_key: FIRST_GATE, enabled: true }],
      ["/kroger/start", { scenario_key: "kroger_refill_atorvastatin" }],
      ["/api/workflows", { name: "A" }],
      ["/dashboard/api/seed", {}],
      ["/dashboard/api/reset", {}],
      ["/enterprise/execute", { workflow_id: 1, action_type: "advance_queue" }],
    ] as const) {
      expectProblem(await request(server, "POST", path, body), { status: 401 });
    }
    const audit = await request(server, "GET", "/api/audit", undefined, as("supervisor"));
    const changes = audit.json.entries.filter(
      ({ action }: { action: string }) => action !== "access.deny",
    );
    expect(changes).toEqual([]);
    const gates = await request(server, "GET", "/dashboard/api/automation", undefined, as("admin"));
    expect(gates.json.authorizations[FIRST_GATE]).toBe(false);
  });

  test("fault-34 a reader reads and writes nothing", async () => {
    const read = await request(server, "GET", "/api/workflows", undefined, as("read_only"));
    expect([read.status, read.json]).toEqual([200, []]);
    const write = await request(server, "POST", "/api/workflows", { name: "A" }, as("read_only"));
    expectProblem(write, { status: 403, detail: "you are read_only" });
  });

  test("who acted is the name of the key, whatever the body says", async () => {
    const made = await request(server, "POST", "/api/workflows", { name: "A" }, as("technician"));
    expect(made.status).toBe(201);
    const path = `/api/audit?case_id=${made.json.id}`;
    const audit = await request(server, "GET", path, undefined, as("supervisor"));
    const actor = { kind: "api_key", id: "api_key:technician", role: "technician" };
    expect(audit.json.entries[0].actor).toEqual(actor);
  });

  test("no key approves what the law leaves to a pharmacist in person", async () => {
    const body = { name: "A", queue: "verification" };
    const { json } = await request(server, "POST", "/api/workflows", body, as("technician"));
    const path = `/dashboard/api/cases/${json.id}/propose`;
    const action = { action_type: "advance_queue", label: "Release" };
    const proposed = await request(server, "POST", path, action, as("supervisor"));
    const decide = (role: Role) => {
      const address = `/dashboard/api/automation/${proposed.json.proposal.id}/decide`;
      return request(server, "POST", address, { decision: "approve" }, as(role));
    };
    for (const role of ["technician", "pharmacist", "admin"] as const) {
      expectProblem(await decide(role), { status: 403, code: "blocked", detail: "N4: " });
    }
  });

  test("the settings say that keys are needed and show none", async () => {
    const answer = await request(server, "GET", "/api/settings", undefined, as("read_only"));
    expect(answer.json).toMatchObject({ mode: "production", auth_enabled: true });
    expect(Object.values(KEYS).some((key) => answer.text.includes(key))).toBe(false);
  });

  test("pages lead whoever is not signed in to the sign-in page", async () => {
    const answer = await request(server, "GET", "/dashboard");
    expect(answer.text).not.toContain("Refill");
    expect([302, 303, 307].includes(answer.status) || answer.text.includes("/sign-in")).toBe(true);
  });

  test("an allowed origin may read answers, another may not", async () => {
    const from = (origin: string) =>
      request(server, "GET", "/livez", undefined, { origin }).then(({ headers }) => headers);
    expect((await from(ORIGIN)).get("access-control-allow-origin")).toBe(ORIGIN);
    const mayRead = (await from(ORIGIN)).get("access-control-expose-headers")?.split(", ");
    expect(mayRead).toEqual(
      expect.arrayContaining([
        ...["ETag", "Link", "Location", "X-Request-Id", "Retry-After", "Idempotency-Replayed"],
      ]),
    );
    for (const other of ["https://evil.example", "null", `${ORIGIN}.evil.example`]) {
      expect((await from(other)).get("access-control-allow-origin")).toBeNull();
    }
  });

  test("a preflight tells an allowed origin what it may send", async () => {
    const ask = (origin: string) =>
      request(server, "OPTIONS", "/api/workflows", undefined, {
        origin,
        "access-control-request-method": "POST",
      });
    const allowed = await ask(ORIGIN);
    expect(allowed.status).toBe(204);
    const mayAsk = allowed.headers.get("access-control-allow-headers")?.split(", ");
    expect(mayAsk).toEqual(
      expect.arrayContaining([
        ...["Content-Type", "X-API-Key", "X-Request-Id", "Idempotency-Key"],
        ...["If-Match", "If-None-Match", "Last-Event-ID", "Prefer"],
      ]),
    );
    expect(
      (await ask("https://evil.example")).headers.get("access-control-allow-origin"),
    ).toBeNull();
  });

  test("fault-41 neither keys nor SQL reach the log", () => {
    for (const secret of [...Object.values(KEYS), "SELECT ", "INSERT "]) {
      expect(server.output()).not.toContain(secret);
    }
  });
});
