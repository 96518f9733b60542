import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";
import { availableDatabases, type TestDatabase } from "../support/test-database";

const GATE = "kroger.prescriber_approval_to_data_entry";

describe.each(await availableDatabases())("the main job over HTTP on $provider", ({ create }) => {
  let database: TestDatabase;
  let server: RunningServer;

  beforeAll(async () => {
    database = await create();
    server = await startServer({ env: { DATABASE_URL: database.url } });
  });
  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  const post = (path: string, body?: unknown) => request(server, "POST", path, body);
  const queueOf = async (caseId: number) =>
    (await request(server, "GET", `/api/workflows/${caseId}`)).json.queue;

  async function seedCase(): Promise<number> {
    return (await post("/api/dashboard/seed", { scenario_id: "happy_path" })).json.id;
  }

  async function propose(caseId: number): Promise<string> {
    const action = { action_type: "advance_queue", label: "Move to data entry" };
    return (await post(`/api/dashboard/cases/${caseId}/propose`, action)).json.proposal.id;
  }

  const decide = (id: string, decision: string, note = "") =>
    post(`/api/dashboard/automation/${id}/decide`, { decision, note });
  const execute = (id: string) => post(`/api/dashboard/automation/${id}/execute`);
  const setGate = (enabled: boolean) =>
    post("/api/dashboard/automation", { transition_key: GATE, enabled, note: "test" });

  test("a refill is proposed, rejected, approved, blocked, executed, audited and rolled back", async () => {
    await post("/api/dashboard/reset");
    const caseId = await seedCase();

    const unwanted = await propose(caseId);
    expect((await decide(unwanted, "reject", "not now")).json.proposal.status).toBe("rejected");
    const wanted = await propose(caseId);
    expect((await decide(wanted, "approve")).json.proposal.status).toBe("approved");

    expect((await execute(wanted)).status).toBe(403);
    expect(await queueOf(caseId)).toBe("inbound_comms");

    await setGate(true);
    const executed = await execute(wanted);
    expect(executed.status).toBe(200);
    expect(await queueOf(caseId)).toBe("data_entry");

    const { execution_id: executionId } = executed.json;
    const undone = await post(`/api/ame/rollback/${executionId}`, { reason: "wrong patient" });
    expect(undone.json.rolled_back).toBe(true);
    expect(await queueOf(caseId)).toBe("inbound_comms");
    expect((await post(`/api/ame/rollback/${executionId}`, { reason: "again" })).status).toBe(409);

    const trail = await request(server, "GET", `/api/audit?case_id=${caseId}`);
    expect(trail.json.entries.map((entry: { action: string }) => entry.action).reverse()).toEqual([
      "case.create",
      "proposal.create",
      "proposal.reject",
      "proposal.create",
      "proposal.approve",
      "proposal.execute",
      "execution.rollback",
    ]);
  });

  test("of 100 decisions at once on one proposal one wins and 99 are told so", async () => {
    const id = await propose(await seedCase());
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => decide(id, i % 2 === 0 ? "approve" : "reject")),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(99);
  });

  test("100 executions at once have one effect", async () => {
    await setGate(true);
    const caseId = await seedCase();
    const id = await propose(caseId);
    await decide(id, "approve");
    const answers = await Promise.all(Array.from({ length: 100 }, () => execute(id)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(99);
    const { events } = (await request(server, "GET", `/api/workflows/${caseId}`)).json;
    const moves = events.filter(
      (event: { event_type: string }) => event.event_type === "queue_changed",
    );
    expect(moves).toHaveLength(1);
  });

  test("fault-9 40 tasks created at once are 40 rows and 40 answers of 201", async () => {
    const caseId = await seedCase();
    const before = (await request(server, "GET", `/api/workflows/${caseId}`)).json.task_count;
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        post(`/api/workflows/${caseId}/tasks`, { name: `t${i}` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(201));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(40);
    const after = (await request(server, "GET", `/api/workflows/${caseId}`)).json;
    expect(after.task_count).toBe(before + 40);
    expect(after.tasks).toHaveLength(before + 40);
  });

  test("what was acknowledged is there after a kill and a restart", async () => {
    const caseId = await seedCase();
    const id = await propose(caseId);
    await decide(id, "approve");
    await server.kill9();
    await server.stop();
    server = await startServer({ env: { DATABASE_URL: database.url } });
    const { proposals } = (await request(server, "GET", `/api/dashboard/cases/${caseId}`)).json;
    expect(proposals[0]).toMatchObject({ id, status: "approved" });
    const gates = (await request(server, "GET", "/api/dashboard/automation")).json.authorizations;
    expect(gates[GATE]).toBe(true);
  });
});
