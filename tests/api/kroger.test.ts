import { describe, expect, test } from "vitest";
import { enterpriseExecuteContract } from "@/lib/contracts/enterprise";
import {
  krogerScenariosContract,
  krogerStartContract,
  pharmacistPreverifyContract,
  prescriberApprovalContract,
  submitPreverificationContract,
} from "@/lib/contracts/kroger";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, FIRST_GATE, get, post, setGate } from "./support/cases";
import { expectSuccess } from "./support/expect-answer";
import { checkRow, type Row } from "./support/row";
import { useServer } from "./support/use-server";

const WORKFLOW_KEYS = "name description id state created_at updated_at tasks events".split(" ");
const KEY = "kroger_refill_atorvastatin";

const start = "POST /kroger/start";
const START: readonly Row[] = [
  ["the key alone", start, { scenario_key: KEY }, "200"],
  [
    "everything",
    start,
    { scenario_key: KEY, store_id: "014-00412", patient_ref: "P-1", contact_method: "phone" },
    "200",
  ],
  ["any contact method", start, { scenario_key: KEY, contact_method: "carrier pigeon" }, "200"],
  ["an unknown scenario", start, { scenario_key: "nope" }, "404: nope"],
  ["no key", start, {}, "422 body.scenario_key missing"],
  ["a number as key", start, { scenario_key: 3 }, "422 body.scenario_key string_type"],
];

const approval = "POST /kroger/prescriber-approval";
const APPROVAL: readonly Row[] = [
  ["defaults", approval, { workflow_id: "{id}" }, "200"],
  [
    "everything",
    approval,
    { workflow_id: "{id}", prescriber_office: "O", method: "fax", rx_ref: "RX-1" },
    "200",
  ],
  ["an unknown case", approval, { workflow_id: 99999 }, "404: Workflow 99999 not found"],
  ["a negative case", approval, { workflow_id: -1 }, "404: not found"],
  ["no case", approval, {}, "422 body.workflow_id missing"],
  ["text as case", approval, { workflow_id: "abc" }, "422 body.workflow_id int_parsing"],
];

const submit = "POST /kroger/submit-preverification";
const SUBMIT: readonly Row[] = [
  ["defaults", submit, { workflow_id: "{id}", sig: "1 daily" }, "200"],
  [
    "a rejected claim",
    submit,
    {
      workflow_id: "{id}",
      sig: "1 daily",
      days_supply: 30,
      payer: "P",
      insurance_result: "rejected",
    },
    "200",
  ],
  ["an unknown case", submit, { workflow_id: 99999, sig: "s" }, "404: Workflow 99999 not found"],
  ["no sig", submit, { workflow_id: "{id}" }, "422 body.sig missing"],
  [
    "text as days_supply",
    submit,
    { workflow_id: "{id}", sig: "s", days_supply: "many" },
    "422 body.days_supply int_parsing",
  ],
];

const preverify = "POST /kroger/pharmacist-preverify";
const PREVERIFY: readonly Row[] = [
  ["defaults", preverify, { workflow_id: "{id}" }, "200"],
  ["a rejection", preverify, { workflow_id: "{id}", decision: "rejected", notes: "DUR" }, "200"],
  ["another word", preverify, { workflow_id: "{id}", decision: "hmm" }, "200"],
  ["an unknown case", preverify, { workflow_id: 99999 }, "404: Workflow 99999 not found"],
  ["no case", preverify, {}, "422 body.workflow_id missing"],
];

const act = "POST /enterprise/execute";
const advance = { workflow_id: "{id}", action_type: "advance_queue" };
const ENTERPRISE: readonly Row[] = [
  ["the next step", act, advance, "200"],
  [
    "both queues",
    act,
    { ...advance, from_state: "data_entry", to_state: "pre_verification" },
    "200",
  ],
  ["an unknown case", act, { ...advance, workflow_id: 99999 }, "404: Workflow 99999 not found"],
  ["case zero", act, { ...advance, workflow_id: 0 }, "422 body.workflow_id greater_than"],
  ["no case", act, { action_type: "advance_queue" }, "422 body.workflow_id missing"],
  ["no action", act, { workflow_id: "{id}" }, "422 body.action_type missing"],
  [
    "an empty action",
    act,
    { ...advance, action_type: "" },
    "422 body.action_type string_too_short",
  ],
  [
    "an action of 101 characters",
    act,
    { ...advance, action_type: "a".repeat(101) },
    "422 body.action_type string_too_long",
  ],
  ["an unknown action", act, { ...advance, action_type: "fly" }, "422 body.action_type enum"],
  ["a list as metadata", act, { ...advance, metadata: [] }, "422 body.metadata dict_type"],
  [
    "the wrong queue",
    act,
    { ...advance, from_state: "verification" },
    "409: State mismatch: expected 'verification', actual 'data_entry'",
  ],
  [
    "an approval without its task",
    act,
    { ...advance, action_type: "approve_task" },
    "422 body.metadata.task_id missing",
  ],
];

describe.each(LANES)("the first product's flows over %s", (lane) => {
  const server = useServer({ lane });

  const begin = () => post(server, "/kroger/start", { scenario_key: KEY });
  const withCase = ([special, send, body, answer]: Row, id: number): Row => {
    const given = Object(body);
    const filled = given.workflow_id === "{id}" ? { ...given, workflow_id: id } : given;
    return [special, send, filled, answer];
  };

  test("the templates say what they start with", async () => {
    const answer = await request(server, "GET", "/kroger/scenarios");
    const [template] = expectSuccess(answer, krogerScenariosContract);
    expect(template).toMatchObject({
      key: KEY,
      defaults: { drug: "atorvastatin", sig: expect.any(String), days_supply: 90 },
    });
  });

  test.each(START)("starting with %s", async (...row) => {
    const answer = await checkRow(server, row, krogerStartContract);
    if (answer.status === 200) {
      expect(Object.keys(answer.json)).toEqual(expect.arrayContaining(WORKFLOW_KEYS));
      expect(answer.json).toMatchObject({ queue: "contact_manager", state: "ordered" });
      expect(answer.json.tasks.length).toBeGreaterThan(0);
    }
  });

  test.each(APPROVAL)("the prescriber approves with %s", async (...row) => {
    const { id } = await begin();
    const answer = await checkRow(server, withCase(row, id), prescriberApprovalContract);
    if (answer.status === 200) {
      expect(answer.json).toMatchObject({ id, queue: "data_entry" });
    }
  });

  test.each(SUBMIT)("data entry submits %s", async (...row) => {
    const { id } = await begin();
    await post(server, "/kroger/prescriber-approval", { workflow_id: id });
    const answer = await checkRow(server, withCase(row, id), submitPreverificationContract);
    if (answer.status === 200) {
      const isRejected = row[0] === "a rejected claim";
      expect(answer.json.insurance).toBe(isRejected ? "rejected" : "accepted");
      expect(answer.json.queue).toBe(isRejected ? "rejection_resolution" : "pre_verification");
    }
  });

  test.each(PREVERIFY)("the pharmacist answers with %s", async (...row) => {
    const { id } = await begin();
    await post(server, "/kroger/prescriber-approval", { workflow_id: id });
    await post(server, "/kroger/submit-preverification", { workflow_id: id, sig: "1 daily" });
    const answer = await checkRow(server, withCase(row, id), pharmacistPreverifyContract);
    if (answer.status === 200) {
      const isApproved = row[0] === "defaults";
      expect(answer.json.state).toBe(isApproved ? "access_granted" : "pending_access");
    }
  });

  test("each step completes its own task, and a refused one none", async () => {
    const { id } = await begin();
    const statesAfter = async (path: string, more: object) =>
      (await post(server, path, { workflow_id: id, ...more })).tasks.map(
        ({ state }: { state: string }) => state,
      );
    const done = "completed";
    expect(await statesAfter("/kroger/prescriber-approval", {})).toEqual([
      done,
      "pending",
      "pending",
    ]);
    expect(await statesAfter("/kroger/submit-preverification", { sig: "1 daily" })).toEqual([
      done,
      done,
      "pending",
    ]);
    const preverify = "/kroger/pharmacist-preverify";
    expect(await statesAfter(preverify, { decision: "rejected" })).toEqual([done, done, "pending"]);
    expect(await statesAfter(preverify, { decision: "approved" })).toEqual([done, done, done]);
    const { tasks } = await get(server, `/api/workflows/${id}`);
    const { entries } = await get(server, `/api/audit?case_id=${id}&limit=100`);
    const told = entries.flatMap(({ after }: { after: { completed_tasks?: object } | null }) =>
      after?.completed_tasks ? [after.completed_tasks] : [],
    );
    expect(told.reverse()).toEqual(
      tasks.map((task: { id: number; name: string }) => ({ name: task.name, ids: [task.id] })),
    );
  });

  test.each(ENTERPRISE)("a governed action with %s", async (...row) => {
    await setGate(server, FIRST_GATE);
    const { id } = await createCase(server);
    const answer = await checkRow(server, withCase(row, id), enterpriseExecuteContract);
    if (answer.status === 200) {
      expect(answer.json).toMatchObject({ workflow_id: id, status: "success", ok: true });
      expect(answer.json.result).toMatchObject({ new_queue: "pre_verification" });
      expect(answer.json.result.updated_at).toMatch(/Z$/);
    }
    const { queue } = await get(server, `/api/workflows/${id}`);
    expect(queue).toBe(answer.status === 200 ? "pre_verification" : "data_entry");
  });

  test("approve_task completes the task it names", async () => {
    const { id, tasks } = await createCase(server);
    const answer = await post(server, "/enterprise/execute", {
      workflow_id: id,
      action_type: "approve_task",
      metadata: { task_id: tasks[0].id },
    });
    expect(answer.result).toMatchObject({ task_id: tasks[0].id, status: "completed" });
    expect((await get(server, `/api/workflows/${id}`)).tasks[0].state).toBe("completed");
  });
});
