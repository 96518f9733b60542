import { describe, expect, test } from "vitest";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, decide, FIRST_GATE, get, post, propose, setGate } from "./support/cases";
import { expectProblem } from "./support/expect-answer";
import { useServer } from "./support/use-server";

describe.each(LANES)("over %s", (lane) => {
  const server = useServer({ lane });
  const send = (path: string, body?: unknown) => request(server, "POST", path, body);
  const execute = (id: string) => send(`/dashboard/api/automation/${id}/execute`);
  const statusOf = async (caseId: number, id: string) => {
    const { proposals } = await get(server, `/dashboard/api/cases/${caseId}`);
    return proposals.find((one: { id: string }) => one.id === id).status;
  };

  test("fault-11 a governed action never passes a closed gate, with or without from_state", async () => {
    await setGate(server, FIRST_GATE, false);
    const { id } = await createCase(server);
    for (const from_state of [undefined, null, "data_entry"]) {
      const body = { workflow_id: id, action_type: "advance_queue", from_state };
      expectProblem(await send("/enterprise/execute", body), { status: 403, detail: FIRST_GATE });
    }
    expect(await get(server, `/api/workflows/${id}`)).toMatchObject({ queue: "data_entry" });
  });

  test("fault-12 approve_task names an open task of the case, or is refused", async () => {
    const { id, tasks } = await createCase(server);
    const other = await createCase(server);
    const approve = (metadata: object) =>
      send("/enterprise/execute", { workflow_id: id, action_type: "approve_task", metadata });
    for (const task_id of [12345, other.tasks[0].id, "x", null, -1, 1.5]) {
      expectProblem(await approve({ task_id }), { status: 422 });
    }
    expectProblem(await approve({}), { status: 422, errors: ["body.metadata.task_id missing"] });
    expect((await get(server, `/api/workflows/${id}`)).tasks).toEqual(tasks);
    expect((await approve({ task_id: tasks[0].id })).status).toBe(200);
    expectProblem(await approve({ task_id: tasks[0].id }), { status: 409, detail: "already" });
  });

  test.each(["verification", "will_call", "inbound_comms", "data_entry", "nowhere", ""])(
    "fault-13 a proposal to jump to %j is refused",
    async (to_queue) => {
      const { id } = await createCase(server);
      const body = { action_type: "advance_queue", label: "Jump", payload: { to_queue } };
      expectProblem(await send(`/dashboard/api/cases/${id}/propose`, body), { status: 422 });
      expect((await get(server, `/dashboard/api/cases/${id}`)).proposals).toEqual([]);
    },
  );

  test("fault-14 an approved proposal whose case has moved is stale and never moves it back", async () => {
    await setGate(server, FIRST_GATE);
    const { id } = await createCase(server);
    const [first, late] = [await propose(server, id), await propose(server, id)];
    await decide(server, first);
    await decide(server, late);
    expect((await execute(first)).status).toBe(200);
    expectProblem(await execute(late), { status: 409, detail: "stale" });
    expect(await statusOf(id, late)).toBe("stale");
    expect(await get(server, `/api/workflows/${id}`)).toMatchObject({ queue: "pre_verification" });
    expectProblem(await execute(late), { status: 409 });
  });

  test("fault-14 a pending proposal whose case has moved cannot be approved", async () => {
    await setGate(server, FIRST_GATE);
    const { id } = await createCase(server);
    const late = await propose(server, id);
    await post(server, "/dashboard/api/auto-step", { workflow_id: id });
    const path = `/dashboard/api/automation/${late}/decide`;
    expectProblem(await send(path, { decision: "approve" }), { status: 409, detail: "stale" });
    expect(await statusOf(id, late)).not.toBe("approved");
  });

  test("fault-15 auto-step is decided by whoever presses it, through an open gate only", async () => {
    await setGate(server, FIRST_GATE);
    const { id } = await createCase(server);
    await post(server, "/dashboard/api/auto-step", { workflow_id: id });
    const { proposals } = await get(server, `/dashboard/api/cases/${id}`);
    expect(proposals[0]).toMatchObject({ approved_by: "user:demo", executed_by: "user:demo" });
    await setGate(server, FIRST_GATE, false);
    const next = await createCase(server);
    const answer = await send("/dashboard/api/auto-step", { workflow_id: next.id });
    expectProblem(answer, { status: 403, detail: FIRST_GATE });
  });

  test("fault-16 an unknown action cannot be proposed, so none reports success for doing nothing", async () => {
    const { id } = await createCase(server);
    const body = { action_type: "noop", label: "Nothing" };
    const answer = await send(`/dashboard/api/cases/${id}/propose`, body);
    expectProblem(answer, { status: 422, errors: ["body.action_type enum"] });
  });

  test("fault-16 an execution that is refused leaves the proposal approved and the case alone", async () => {
    await setGate(server, FIRST_GATE, false);
    const { id } = await createCase(server);
    const proposal = await propose(server, id);
    await decide(server, proposal);
    const before = await get(server, `/api/workflows/${id}`);
    expectProblem(await execute(proposal), { status: 403 });
    expect(await statusOf(id, proposal)).toBe("approved");
    expect(await get(server, `/api/workflows/${id}`)).toEqual(before);
  });

  test("of ten executions of one proposal at once one succeeds", async () => {
    await setGate(server, FIRST_GATE);
    const { id } = await createCase(server);
    const proposal = await propose(server, id);
    await decide(server, proposal);
    const answers = await Promise.all(Array.from({ length: 10 }, () => execute(proposal)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(9).fill(409)]);
    expect((await get(server, `/api/workflows/${id}`)).events).toHaveLength(1);
  });

  test("fault-21 a proposal is decided once, however many decide at the same time", async () => {
    const { id } = await createCase(server);
    const proposal = await propose(server, id);
    const path = `/dashboard/api/automation/${proposal}/decide`;
    const words = Array.from({ length: 12 }, (_, i) => (i % 2 ? "approve" : "reject"));
    const answers = await Promise.all(words.map((decision) => send(path, { decision })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(11);
  });

  test.each([5, 1.0001, -0.1, "0.5", null])(
    "fault-23 a confidence of %j is refused",
    async (given) => {
      const { id } = await createCase(server);
      for (const field of ["confidence", "safety_score"]) {
        const body = { action_type: "advance_queue", label: "Move", [field]: given };
        const answer = await send(`/dashboard/api/cases/${id}/propose`, body);
        expect(expectProblem(answer, { status: 422 }).errors?.[0]?.path).toBe(`body.${field}`);
      }
      expect((await get(server, `/dashboard/api/cases/${id}`)).proposals).toEqual([]);
    },
  );

  test("fault-24 every case that is listed can be opened", async () => {
    await post(server, "/dashboard/api/seed", { seed_all: true });
    const { workflows } = await get(server, "/dashboard/api/workflows?limit=100");
    for (const { id } of workflows) {
      expect((await get(server, `/dashboard/api/cases/${id}`)).case.id).toBe(id);
    }
    const minus = await request(server, "GET", "/dashboard/api/cases/-1");
    expectProblem(minus, { status: 404, detail: "not found" });
  });

  test("fault-26 a simulation is bounded, and the list stays small", async () => {
    const { id } = await post(server, "/dashboard/api/seed");
    for (const cycles of [1001, 2_000_000, 1e15]) {
      const answer = await send("/dashboard/api/simulate", { workflow_id: id, cycles });
      expectProblem(answer, { status: 422, errors: ["body.cycles less_than_equal"] });
    }
    await post(server, "/dashboard/api/simulate", { workflow_id: id, cycles: 1000 });
    const { workflows } = await get(server, "/dashboard/api/workflows?limit=1");
    expect(workflows[0].events).toBeGreaterThan(1000);
    expect(workflows[0].raw.events.length).toBeLessThanOrEqual(200);
  });

  test("fault-26 a simulation touches no case outside the demo", async () => {
    const one = await createCase(server);
    const answer = await send("/dashboard/api/simulate", { workflow_id: one.id });
    expectProblem(answer, { status: 404 });
    expect(await get(server, `/api/workflows/${one.id}`)).toEqual(one);
  });

  test("fault-27 a workflow's queue is a fact that every view agrees on", async () => {
    await setGate(server, FIRST_GATE);
    const { id } = await createCase(server, { queue: "contact_manager" });
    const step = await post(server, "/dashboard/api/auto-step", { workflow_id: id });
    expect(step).toMatchObject({ from: "contact_manager", to: "inbound_comms" });
    const queue = "inbound_comms";
    expect(await get(server, `/api/workflows/${id}`)).toMatchObject({ queue });
    expect((await get(server, `/dashboard/api/cases/${id}`)).case).toMatchObject({ queue });
    const { workflows } = await get(server, `/dashboard/api/workflows?queue=${queue}`);
    expect(workflows.map((item: { id: number }) => item.id)).toContain(id);
  });

  test("fault-38 who acts comes from the credentials, not from the body", async () => {
    await setGate(server, FIRST_GATE);
    const { id } = await createCase(server);
    const proposal = await propose(server, id);
    const base = `/dashboard/api/automation/${proposal}`;
    const forged = { decision: "approve", decided_by: "The Pope", proposed_by: "x" };
    const decided = await post(server, `${base}/decide`, forged);
    expect(decided.proposal).toMatchObject({ approved_by: "user:demo", proposed_by: "user:demo" });
    const executed = await post(server, `${base}/execute`, { executed_by: "The Pope" });
    expect(executed.proposal.executed_by).toBe("user:demo");
    const { entries } = await get(server, `/api/audit?case_id=${id}`);
    const actors = entries.map(({ actor }: { actor: { id: string } }) => actor.id);
    expect(new Set(actors)).toEqual(new Set(["user:demo"]));
  });

  test("fault-39 every dashboard decision and execution is in the audit log", async () => {
    await setGate(server, FIRST_GATE);
    const { id } = await createCase(server);
    const proposal = await propose(server, id);
    await decide(server, proposal);
    const { execution_id } = await post(server, `/dashboard/api/automation/${proposal}/execute`);
    await post(server, `/ame/rollback/${execution_id}`, { reason: "oops" });
    const { entries } = await get(server, `/api/audit?case_id=${id}`);
    expect(entries.map(({ action }: { action: string }) => action)).toEqual([
      "execution.rollback",
      "proposal.execute",
      "proposal.approve",
      "proposal.create",
      "case.create",
    ]);
  });
});
