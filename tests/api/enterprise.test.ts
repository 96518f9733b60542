import { describe, expect, test } from "vitest";
import { enterpriseDryRunContract, enterpriseStatusContract } from "@/lib/contracts/enterprise";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { availableDatabases } from "../support/test-database";
import { createCase, FIRST_GATE, get, post, setGate } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { fingerprint } from "./support/fixture";
import { KEYS, PRODUCTION } from "./support/keys";
import { checkRow, type Row } from "./support/row";
import { useDatabaseServer } from "./support/use-database-server";
import { useServer } from "./support/use-server";

const dry = "POST /enterprise/execute/dry-run";
const advance = { workflow_id: "{id}", action_type: "advance_queue" };
const approve = { ...advance, action_type: "approve_task" };
const DRY_RUN: readonly Row[] = [
  ["the next step", dry, advance, "200"],
  [
    "both queues",
    dry,
    { ...advance, from_state: "data_entry", to_state: "pre_verification" },
    "200",
  ],
  ["an approval of a task", dry, { ...approve, metadata: { task_id: "{task}" } }, "200"],
  ["an unknown case", dry, { ...advance, workflow_id: 99999 }, "404: Workflow 99999 not found"],
  ["case zero", dry, { ...advance, workflow_id: 0 }, "422 body.workflow_id greater_than"],
  ["no case", dry, { action_type: "advance_queue" }, "422 body.workflow_id missing"],
  ["no action", dry, { workflow_id: "{id}" }, "422 body.action_type missing"],
  [
    "an empty action",
    dry,
    { ...advance, action_type: "" },
    "422 body.action_type string_too_short",
  ],
  [
    "an action of 101 characters",
    dry,
    { ...advance, action_type: "a".repeat(101) },
    "422 body.action_type string_too_long",
  ],
  ["a list as metadata", dry, { ...advance, metadata: [] }, "422 body.metadata dict_type"],
  ["an unknown action", dry, { ...advance, action_type: "fly" }, "422 body.action_type enum"],
  [
    "the wrong queue",
    dry,
    { ...advance, from_state: "verification" },
    "409: State mismatch: expected 'verification', actual 'data_entry'",
  ],
  [
    "a queue out of turn",
    dry,
    { ...advance, to_state: "will_call" },
    "422 body.payload.to_queue transition",
  ],
  ["fault-12 no task", dry, approve, "422 body.metadata.task_id missing"],
];

describe.each(LANES)("enterprise calls over %s", (lane) => {
  const server = useServer({ lane });

  test.each(DRY_RUN)("a dry run of %s", async (special, send, body, expected) => {
    await setGate(server, FIRST_GATE);
    const { id, tasks } = await createCase(server);
    const filled = JSON.parse(
      JSON.stringify(body).replace('"{id}"', id).replace('"{task}"', tasks[0].id),
    );
    const before = await fingerprint(server);
    const row: Row = [special, send, filled, expected];
    const answer = await checkRow(server, row, enterpriseDryRunContract);
    expect(await fingerprint(server)).toEqual(before);
    if (answer.status === 200) {
      expect(answer.json).toMatchObject({ ok: true, workflow_id: id, audit_id: null });
      expect(answer.json.result).toMatchObject({ dry_run: true });
      const run = await request(server, "POST", "/enterprise/execute", filled);
      expect(run.status, run.text).toBe(200);
    }
  });

  test("fault-11 a dry run asks the gate that the run would meet", async () => {
    await setGate(server, FIRST_GATE, false);
    const { id } = await createCase(server);
    for (const from_state of [undefined, null, "data_entry"]) {
      const body = { workflow_id: id, action_type: "advance_queue", from_state };
      for (const path of ["/enterprise/execute/dry-run", "/enterprise/execute"]) {
        const answer = await request(server, "POST", path, body);
        expectProblem(answer, { status: 403, code: "blocked", detail: FIRST_GATE });
      }
    }
  });

  test("fault-12 a dry run knows whether the task is there and open", async () => {
    const { id, tasks } = await createCase(server);
    const other = await createCase(server);
    const check = (task_id: unknown) =>
      request(server, "POST", "/enterprise/execute/dry-run", {
        workflow_id: id,
        action_type: "approve_task",
        metadata: { task_id },
      });
    for (const task_id of [12345, other.tasks[0].id, "x", null, -1]) {
      expectProblem(await check(task_id), { status: 422 });
    }
    expect((await check(tasks[0].id)).json.result.effects).toEqual(["set_task_state"]);
    await post(server, "/enterprise/execute", {
      workflow_id: id,
      action_type: "approve_task",
      metadata: { task_id: tasks[0].id },
    });
    expectProblem(await check(tasks[0].id), { status: 409 });
  });

  test("the status names the caller, every gate and every action", async () => {
    const read = async () =>
      expectSuccess(await request(server, "GET", "/enterprise/status"), enterpriseStatusContract);
    await setGate(server, FIRST_GATE, false);
    const before = await read();
    await setGate(server, FIRST_GATE);
    const after = await read();
    expect(after.user).toEqual({ user_id: "user:demo", role: "admin", key_id: "demo" });
    expect(after.governance.total_authorized).toBe(before.governance.total_authorized + 1);
    expect(after.governance.gates[FIRST_GATE]).toMatchObject({
      key: FIRST_GATE,
      enabled: true,
      current_actor: "user:demo",
      change_count: before.governance.gates[FIRST_GATE].change_count + 1,
    });
    const { authorizations } = await get(server, "/dashboard/api/automation");
    expect(Object.keys(after.governance.gates)).toEqual(Object.keys(authorizations));
    expect(after.actions.available).toEqual(
      expect.arrayContaining(["advance_queue", "complete_task", "approve_task"]),
    );
  });
});

describe.each((await availableDatabases()).slice(0, 1))(
  "enterprise calls in production on $provider",
  (available) => {
    const server = useDatabaseServer(available, PRODUCTION);
    const reader = { "x-api-key": KEYS.read_only };

    test("a reader may look and check, but not run", async () => {
      const status = await request(server, "GET", "/enterprise/status", undefined, reader);
      expect(status.json.user).toEqual({
        user_id: "api_key:read_only",
        role: "read_only",
        key_id: "read_only",
      });
      const body = { workflow_id: 1, action_type: "advance_queue" };
      const checked = await request(server, "POST", "/enterprise/execute/dry-run", body, reader);
      expectProblem(checked, { status: 404 });
      const run = await request(server, "POST", "/enterprise/execute", body, reader);
      expectProblem(run, { status: 403, detail: "Required role: admin" });
      const anonymous = await request(server, "GET", "/enterprise/status");
      expectProblem(anonymous, { status: 401 });
    });
  },
);
