import { describe, expect, test } from "vitest";
import { type ApiMethod, request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, decide, FIRST_GATE, get, post, propose, setGate } from "./support/cases";
import { expectProblem } from "./support/expect-answer";
import { useServer } from "./support/use-server";

const KEY = "kroger_refill_atorvastatin";

/** Calls that could not work in the first product, and its 500s where a 4xx was due. */
describe.each(LANES)("over %s", (lane) => {
  const server = useServer({ lane });
  const send = (path: string, body?: unknown) => request(server, "POST", path, body);

  test("fault-1 an event is answered as it is stored", async () => {
    const { id } = await createCase(server);
    const answer = await send(`/api/workflows/${id}/events`, {
      event_type: "note",
      payload: { a: 1 },
    });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ event_type: "note", payload: { a: 1 }, workflow_id: id });
    expect((await get(server, `/api/workflows/${id}`)).events).toEqual([answer.json]);
  });

  test("fault-5 a write right after a read is stored and seen", async () => {
    const { id } = await createCase(server);
    const path = `/api/workflows/${id}`;
    for (let i = 1; i <= 5; i += 1) {
      await get(server, path);
      await post(server, `${path}/tasks`, { name: `T${i}` });
      await get(server, path);
      await post(server, `${path}/events`, { event_type: `e${i}` });
      const seen = await get(server, path);
      expect(seen.tasks).toHaveLength(2 + i);
      expect(seen.events).toHaveLength(i);
      expect(seen.tasks.at(-1).name).toBe(`T${i}`);
    }
  });

  test("fault-6 the Kroger walk works without pauses", async () => {
    const { id } = await post(server, "/kroger/start", { scenario_key: KEY });
    const body = { workflow_id: id };
    await get(server, `/api/workflows/${id}`);
    await post(server, "/kroger/prescriber-approval", body);
    await post(server, "/kroger/submit-preverification", { ...body, sig: "1 daily" });
    const done = await post(server, "/kroger/pharmacist-preverify", body);
    expect(done).toMatchObject({ queue: "dispensing", state: "access_granted" });
    expect(await get(server, `/api/workflows/${id}`)).toEqual(done);
  });

  test("fault-6 a Kroger step that is refused leaves no half of it behind", async () => {
    const { id } = await post(server, "/kroger/start", { scenario_key: KEY });
    const before = await get(server, `/api/workflows/${id}`);
    const early = await send("/kroger/submit-preverification", { workflow_id: id, sig: "s" });
    expectProblem(early, { status: 409, detail: "contact_manager" });
    expect(await get(server, `/api/workflows/${id}`)).toEqual(before);
  });

  test("fault-7 a governed action twice in a row works, and so do the reads after it", async () => {
    await setGate(server, FIRST_GATE);
    await setGate(server, "kroger.preverify_to_access_granted");
    const { id } = await createCase(server);
    for (const queue of ["pre_verification", "dispensing"]) {
      const body = { workflow_id: id, action_type: "advance_queue" };
      expect((await post(server, "/enterprise/execute", body)).result.new_queue).toBe(queue);
      expect(await get(server, `/api/workflows/${id}`)).toMatchObject({ queue });
    }
  });

  test("fault-8 auto-step and simulate work twice in a row on any case they may touch", async () => {
    await setGate(server, FIRST_GATE);
    await setGate(server, "kroger.preverify_to_access_granted");
    const { id } = await createCase(server);
    await get(server, `/api/workflows/${id}`);
    await post(server, "/dashboard/api/auto-step", { workflow_id: id });
    const second = await post(server, "/dashboard/api/auto-step", { workflow_id: id });
    expect(second).toMatchObject({ from: "pre_verification", to: "dispensing" });
    const demo = await post(server, "/dashboard/api/seed");
    for (const _ of [1, 2]) {
      const did = await post(server, "/dashboard/api/simulate", { workflow_id: demo.id });
      expect(did.did).toBe(5);
    }
  });

  test("fault-9 of 40 tasks added at once every one is stored, counted and answered", async () => {
    const { id } = await createCase(server, { initial_tasks: [] });
    const names = Array.from({ length: 40 }, (_, i) => `T${i}`);
    const answers = await Promise.all(
      names.map((name) => send(`/api/workflows/${id}/tasks`, { name })),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 201));
    const stored = await get(server, `/api/workflows/${id}`);
    expect(stored.task_count).toBe(40);
    expect(stored.tasks.map(({ name }: { name: string }) => name).sort()).toEqual(names.sort());
  });

  test("fault-9 of 40 events recorded at once every one is stored", async () => {
    const { id } = await createCase(server);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        send(`/api/workflows/${id}/events`, { event_type: "note", payload: {} }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(40);
    expect((await get(server, `/api/workflows/${id}`)).event_count).toBe(40);
  });

  test("fault-10 a reset with an open gate answers, and gates work after it", async () => {
    await setGate(server, FIRST_GATE);
    const resets = await Promise.all([1, 2, 3].map(() => send("/dashboard/api/reset")));
    expect(resets.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await get(server, "/dashboard/api/automation")).authorizations[FIRST_GATE]).toBe(false);
    expect((await setGate(server, FIRST_GATE)).authorizations[FIRST_GATE]).toBe(true);
    await get(server, "/health");
  });

  test.each<[string, string, unknown, number]>([
    ["an unknown scenario", "POST /kroger/start", { scenario_key: "nope" }, 404],
    ["an approval for no case", "POST /kroger/prescriber-approval", { workflow_id: 99999 }, 404],
    ["an approval for case -1", "POST /kroger/prescriber-approval", { workflow_id: -1 }, 404],
    [
      "a claim for case -1",
      "POST /kroger/submit-preverification",
      { workflow_id: -1, sig: "s" },
      404,
    ],
    [
      "a claim for case 99999",
      "POST /kroger/submit-preverification",
      { workflow_id: 99999, sig: "s" },
      404,
    ],
    ["a review of case 99999", "POST /kroger/pharmacist-preverify", { workflow_id: 99999 }, 404],
    ["a review of case -1", "POST /kroger/pharmacist-preverify", { workflow_id: -1 }, 404],
    ["an unknown action", "POST /enterprise/execute", { workflow_id: 1, action_type: "fly" }, 422],
    [
      "a dry run of an unknown action",
      "POST /enterprise/execute/dry-run",
      { workflow_id: 1, action_type: "fly" },
      422,
    ],
    [
      "a scope of an empty site",
      "GET /ame/scope?tenant_id=default&site_id=&queue=q&action_type=a",
      undefined,
      422,
    ],
    [
      "a rule with an empty name",
      "POST /api/rules",
      { name: "", condition: { type: "always" }, action: { type: "advance_queue" } },
      422,
    ],
    ["an empty gate", "POST /dashboard/api/automation", { transition_key: "", enabled: true }, 422],
    [
      "nobody deciding",
      "POST /dashboard/api/automation",
      { transition_key: FIRST_GATE, enabled: true, decided_by: "" },
      422,
    ],
    [
      "a note of 501 characters",
      "POST /dashboard/api/automation",
      { transition_key: FIRST_GATE, enabled: true, note: "n".repeat(501) },
      422,
    ],
  ])("500 where a 4xx is due: %s", async (_, call, body, status) => {
    const [method = "", path = ""] = call.split(" ");
    const answer = await request(server, method as ApiMethod, path, body);
    expectProblem(answer, { status });
  });

  test("500 where a 4xx is due: an id beyond int64", async () => {
    for (const id of ["9223372036854775808", "9".repeat(40)]) {
      expectProblem(await request(server, "GET", `/api/workflows/${id}`), { status: 422 });
    }
  });

  test("404 where 409 is due: a second rollback", async () => {
    const { id } = await createCase(server);
    const proposal = await propose(server, id);
    await decide(server, proposal);
    await setGate(server, FIRST_GATE);
    const done = await post(server, `/dashboard/api/automation/${proposal}/execute`);
    const undo = () => send(`/ame/rollback/${done.execution_id}`, { reason: "oops" });
    const answers = await Promise.all([undo(), undo(), undo()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});
