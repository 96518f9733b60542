import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "@/lib/db/open-database";
import { request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { availableDatabases, type TestDatabase } from "../support/test-database";
import { createCase, decide, get, propose, setGate } from "./support/cases";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { useServer } from "./support/use-server";

const CASE = { name: "Refill", initial_tasks: [{ name: "Type" }] };
let count = 0;
const newKey = () => {
  count += 1;
  return `key-${count}`;
};

describe.each(LANES)("an Idempotency-Key over %s", (lane) => {
  const server = useServer({ lane });
  const send = (path: string, body: unknown, key: string, headers = {}) =>
    request(server, "POST", path, body, { "idempotency-key": key, ...headers });
  const countOf = async (name: string) =>
    (await get(server, "/api/workflows?limit=100")).filter(
      (one: { name: string }) => one.name === name,
    ).length;

  test("makes a POST happen once and replays its answer with its headers", async () => {
    const body = { name: `once over ${lane}` };
    const key = newKey();
    const first = await send("/api/workflows", body, key);
    const second = await send("/api/workflows", body, key);
    expect([first.status, first.headers.get("idempotency-replayed")]).toEqual([201, null]);
    expect([second.status, second.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(second.text).toBe(first.text);
    expect(second.headers.get("etag")).toBe(`"case-${first.json.id}-1"`);
    expect(second.headers.get("content-type")).toBe("application/json");
    expect(second.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
    expect(await countOf(body.name)).toBe(1);
  });

  test("belongs to one address and one body", async () => {
    const key = newKey();
    await send("/api/workflows", CASE, key);
    const body = await send("/api/workflows", { ...CASE, name: "Other" }, key);
    expectProblem(body, { status: 422, errors: ["header.idempotency-key key_reused"] });
    const { id } = await createCase(server);
    const address = await send(`/api/workflows/${id}/tasks`, CASE, key);
    expectProblem(address, { status: 422, detail: "new key" });
  });

  test.each(["", "with space", "x".repeat(256)])("refuses the key %j", async (key) => {
    const answer = await send("/api/workflows", CASE, key);
    expectProblem(answer, {
      status: 422,
      errors: ["header.idempotency-key string_pattern_mismatch"],
    });
  });

  test("takes the longest key there may be, and a UUID in quotes", async () => {
    for (const key of ["~".repeat(255), '"8e03978e-40d5-43dd-bc93-6894a57f9324"']) {
      const [first, second] = [
        await send("/api/workflows", CASE, key),
        await send("/api/workflows", CASE, key),
      ];
      expect([first.status, second.text]).toEqual([201, first.text]);
    }
  });

  test("replays a refusal, and leaves a request that never fitted free to be corrected", async () => {
    const [lost, wrong] = [newKey(), newKey()];
    const path = "/api/workflows/999999999/tasks";
    expectProblem(await send(path, { name: "Call" }, lost), { status: 404 });
    const again = await send(path, { name: "Call" }, lost);
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([404, "true"]);
    expectProblem(await send("/api/workflows", { name: 1 }, wrong), { status: 422 });
    expect((await send("/api/workflows", CASE, wrong)).status).toBe(201);
  });

  test("covers every kind of POST, with or without a body", async () => {
    await setGate(server, "kroger.data_entry_to_preverify_insurance");
    const { id } = await createCase(server);
    const proposal = await propose(server, id);
    await decide(server, proposal);
    for (const [path, body] of [
      [`/api/dashboard/automation/${proposal}/execute`, undefined],
      ["/dashboard/api/seed", {}],
      ["/api/enterprise/execute", { workflow_id: id, action_type: "notify_patient" }],
      ["/dashboard/api/reset", undefined],
    ] as const) {
      const key = newKey();
      const first = await send(path, body, key);
      const second = await send(path, body, key);
      expect([path, second.status, second.text]).toEqual([path, first.status, first.text]);
      expect(second.headers.get("idempotency-replayed")).toBe("true");
    }
  });

  test("is ignored where nothing is created: GET and PATCH", async () => {
    const { id, tasks } = await createCase(server);
    const headers = { "idempotency-key": newKey() };
    const path = `/api/workflows/${id}/tasks/${tasks[0].id}/state`;
    for (const state of ["in_progress", "completed"]) {
      expect((await request(server, "PATCH", path, state, headers)).json.state).toBe(state);
    }
    const read = await request(server, "GET", `/api/workflows/${id}`, undefined, headers);
    expect([read.status, read.headers.get("idempotency-replayed")]).toEqual([200, null]);
  });
});

test("each caller has keys of their own, and a refused caller uses none up", async () => {
  const database = await (await availableDatabases())[0]?.create();
  const env = { ...PRODUCTION, DATABASE_URL: database?.url ?? "" };
  const server = await startServer({ env });
  const as = (key: string) =>
    request(server, "POST", "/api/workflows", CASE, { "idempotency-key": "k", "x-api-key": key });
  expect((await as("wrong")).status).toBe(401);
  expect((await as(KEYS.read_only)).status).toBe(403);
  const answers = [await as(KEYS.admin), await as(KEYS.technician), await as(KEYS.admin)];
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(answers[2]?.json.id).toBe(answers[0]?.json.id);
  expect(answers[1]?.json.id).not.toBe(answers[0]?.json.id);
  await server.stop();
  await database?.drop();
});

describe.each(await availableDatabases())("a server on $provider killed midway", (available) => {
  const KEY_COUNT = 40;
  let database: TestDatabase;
  let inside: Database;
  let server: RunningServer;
  beforeAll(async () => {
    database = await available.create();
    inside = await openDatabase({
      databaseUrl: database.url,
      databaseProvider: database.provider,
      pool: { max: 2, acquireTimeoutMs: 5000, recycleSeconds: 60 },
    });
    server = await startServer({ env: { DATABASE_URL: database.url, AUTO_SEED: "false" } });
  });
  afterAll(async () => {
    await server.stop();
    await inside.$disconnect();
    await database.drop();
  });

  const send = (i: number) =>
    request(
      server,
      "POST",
      "/api/workflows",
      { name: `case ${i}` },
      { "idempotency-key": `kill-${i}` },
    );

  test("has done each request once when all have been sent again", async () => {
    const flying = Array.from({ length: KEY_COUNT }, (_, i) => send(i));
    await Promise.race(flying);
    await server.kill9();
    const results = await Promise.allSettled(flying);
    const broken = results.filter(({ status }) => status === "rejected");
    expect(broken.length).toBeGreaterThan(0);

    server = await startServer({ env: { DATABASE_URL: database.url, AUTO_SEED: "false" } });
    // Their locks would elapse after 30 seconds; here they are made to have been taken long ago.
    await inside.idempotencyKey.updateMany({
      where: { status: null },
      data: { lockedUntil: new Date(0) },
    });
    for (let i = 0; i < KEY_COUNT; i += 1) {
      expect((await send(i)).status).toBe(201);
    }
    const names = (await inside.workflow.findMany()).map(({ name }) => name);
    expect(names.sort()).toEqual(Array.from({ length: KEY_COUNT }, (_, i) => `case ${i}`).sort());
  });
});
