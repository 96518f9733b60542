import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "@/lib/db/open-database";
import { request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";
import { availableDatabases, type TestDatabase } from "../support/test-database";
import { createCase, decide, FIRST_GATE, get, post, propose, setGate } from "./support/cases";
import { expectProblem } from "./support/expect-answer";

const POOL = { max: 2, acquireTimeoutMs: 5000, recycleSeconds: 60 };
const SCENARIOS = 10;

describe.each(await availableDatabases())("two processes on one $provider", (available) => {
  let database: TestDatabase;
  let inside: Database;
  let one: RunningServer;
  let two: RunningServer;

  const start = () => startServer({ env: { DATABASE_URL: database.url } });

  beforeAll(async () => {
    database = await available.create();
    const { url: databaseUrl, provider: databaseProvider } = database;
    inside = await openDatabase({ databaseUrl, databaseProvider, pool: POOL });
    [one, two] = await Promise.all([start(), start()]);
  });

  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await inside.$disconnect();
    await database.drop();
  });

  test("fault-25 starting together they seed the demo once", async () => {
    const { workflows } = await get(one, "/dashboard/api/workflows?limit=100");
    expect(workflows).toHaveLength(SCENARIOS);
    expect(await get(two, "/dashboard/api/workflows?limit=100")).toMatchObject({ workflows });
  });

  test("fault-25 a gate opened in one is open in the other at once", async () => {
    for (let i = 0; i < 20; i += 1) {
      const [writer, reader] = i % 2 ? [one, two] : [two, one];
      const isOpen = i % 4 < 2;
      await setGate(writer, FIRST_GATE, isOpen);
      const { authorizations } = await get(reader, "/dashboard/api/automation");
      expect(authorizations[FIRST_GATE]).toBe(isOpen);
    }
  });

  test("fault-25 what one proposes the other decides and executes", async () => {
    await setGate(one, FIRST_GATE);
    for (let i = 0; i < 5; i += 1) {
      const { id } = await createCase(one);
      const proposal = await propose(one, id);
      const decided = await decide(two, proposal);
      expect(decided.proposal.status).toBe("approved");
      await post(one, `/dashboard/api/automation/${proposal}/execute`);
      expect((await get(two, `/dashboard/api/cases/${id}`)).case.queue).toBe("pre_verification");
    }
  });

  test("fault-25 neither answers from a copy that the other has made old", async () => {
    const { id } = await createCase(one);
    for (let i = 1; i <= 5; i += 1) {
      const [writer, reader] = i % 2 ? [one, two] : [two, one];
      await get(reader, `/api/workflows/${id}`);
      await post(writer, `/api/workflows/${id}/tasks`, { name: `T${i}` });
      expect((await get(reader, `/api/workflows/${id}`)).tasks).toHaveLength(2 + i);
    }
  });

  test("fault-9 40 writers over both processes lose nothing", async () => {
    const { id } = await createCase(one, { initial_tasks: [] });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        request(i % 2 ? one : two, "POST", `/api/workflows/${id}/tasks`, { name: `T${i}` }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const stored = await get(one, `/api/workflows/${id}`);
    expect([stored.task_count, stored.tasks.length]).toEqual([40, 40]);
  });

  test("an execution that both are asked for happens once", async () => {
    await setGate(one, FIRST_GATE);
    const { id } = await createCase(one);
    const proposal = await propose(one, id);
    await decide(one, proposal);
    const path = `/dashboard/api/automation/${proposal}/execute`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => request(i % 2 ? one : two, "POST", path)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
    expect(await inside.execution.count({ where: { workflowId: id } })).toBe(1);
  });

  test("fault-22 16 first proposals at once make one scope that counts 16", async () => {
    const cases = await Promise.all(
      Array.from({ length: 16 }, () => createCase(one, { queue: "contact_manager" })),
    );
    await Promise.all(cases.map(({ id }, i) => propose(i % 2 ? one : two, id)));
    const scopes = await inside.trustScope.findMany({
      where: { siteId: "default", queue: "contact_manager", actionType: "advance_queue" },
    });
    expect(scopes.map(({ proposalCount, roleContext }) => [proposalCount, roleContext])).toEqual([
      [16, ""],
    ]);
  });

  test("fault-23 each proposal leaves its evidence, with the forecast it was made with", async () => {
    const { id } = await createCase(one, { queue: "dispensing" });
    const { proposal } = await post(one, `/dashboard/api/cases/${id}/propose`, {
      action_type: "advance_queue",
      label: "Move",
      confidence: 0.97,
      safety_score: 0.88,
    });
    await decide(two, proposal.id);
    const events = await inside.ameEvent.findMany({
      where: { proposalId: proposal.id },
      orderBy: { id: "asc" },
    });
    const forecasts = events.map((event) => [event.predictedConfidence, event.predictedSafety]);
    expect(events.map(({ eventType }) => eventType)).toEqual(["proposed", "decided"]);
    expect(forecasts).toEqual([
      [0.97, 0.88],
      [0.97, 0.88],
    ]);
  });

  test("fault-25 seeding keeps the proposals that wait", async () => {
    const proposal = await propose(one, (await createCase(one)).id);
    await post(two, "/dashboard/api/seed", { seed_all: true });
    expect((await decide(two, proposal)).proposal.status).toBe("approved");
  });

  test("fault-25 a power cut and a restart lose nothing, and nothing is seeded anew", async () => {
    await setGate(one, FIRST_GATE);
    const { id } = await createCase(one);
    const proposal = await propose(one, id);
    const path = "/dashboard/api/workflows?limit=100";
    const before = [await get(one, path), await get(one, `/dashboard/api/cases/${id}`)];
    await one.kill9();
    await one.stop();
    one = await start();
    const after = [await get(one, path), await get(one, `/dashboard/api/cases/${id}`)];
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).toEqual({ ...before[1], card: after[1].card });
    await decide(one, proposal);
    const done = await post(two, `/dashboard/api/automation/${proposal}/execute`);
    expect(done.case.queue).toBe("pre_verification");
  });

  test("a gate revoked in one stops the other's execution", async () => {
    const { id } = await createCase(one);
    const proposal = await propose(one, id);
    await decide(one, proposal);
    await setGate(one, FIRST_GATE, false);
    const answer = await request(two, "POST", `/dashboard/api/automation/${proposal}/execute`);
    expectProblem(answer, { status: 403, detail: FIRST_GATE });
  });
});
