import { describe, expect, test } from "vitest";
import type { Contract } from "@/lib/contracts/contract";
import {
  createEventContract,
  createTaskContract,
  createWorkflowContract,
  getWorkflowContract,
  listEventsContract,
  listTasksContract,
  listWorkflowsContract,
  setTaskStateContract,
} from "@/lib/contracts/workflow";
import { type ApiAnswer, request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, get, post } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { readAllPages } from "./support/pages";
import { checkRow, fillIn, type Row } from "./support/row";
import { useServer } from "./support/use-server";

const WORKFLOW_KEYS = "name description id state created_at updated_at tasks events".split(" ");
const TASK_KEYS = "name assigned_to id workflow_id state created_at updated_at".split(" ");
const EVENT_KEYS = "event_type payload id workflow_id created_at".split(" ");
const TASK_STATES = ["in_progress", "completed", "failed", "pending"];

const create = "POST /api/workflows";
const CREATE: readonly Row[] = [
  ["minimal", create, { name: "A" }, "201"],
  ["an empty name", create, { name: "" }, "201"],
  ["a name of 5,000 characters", create, { name: "x".repeat(5000) }, "201"],
  ["an unknown extra field", create, { name: "A", colour: "red" }, "201"],
  ["no name", create, {}, "422 body.name missing"],
  ["name null", create, { name: null }, "422 body.name string_type"],
  ["name a number", create, { name: 7 }, "422 body.name string_type"],
  ["name an object", create, { name: {} }, "422 body.name string_type"],
  ["tasks no list", create, { name: "A", initial_tasks: "T" }, "422 body.initial_tasks list_type"],
  [
    "a task without name",
    create,
    { name: "A", initial_tasks: [{ assigned_to: "me" }] },
    "422 body.initial_tasks.0.name missing",
  ],
  [
    "a number as description",
    create,
    { name: "A", description: 7 },
    "422 body.description string_type",
  ],
  ["a list as body", create, [], "422 body model_attributes_type"],
  ["malformed JSON", create, Buffer.from('{"name":'), "422 body json_invalid"],
  ["no body", create, undefined, "422 body missing"],
  ["a form", create, new URLSearchParams({ name: "A" }), "422 body model_attributes_type"],
];

const READ: readonly Row[] = [
  ["id zero", "GET /api/workflows/0", undefined, "422 path.id greater_than"],
  ["a negative id", "GET /api/workflows/-4", undefined, "422 path.id greater_than"],
  ["id not a number", "GET /api/workflows/abc", undefined, "422 path.id int_parsing"],
  ["a fraction as id", "GET /api/workflows/1.5", undefined, "422 path.id int_parsing"],
  ["an unknown id", "GET /api/workflows/99999", undefined, "404: Workflow 99999 not found"],
  ["an id beyond int64", "GET /api/workflows/99999999999999999999", undefined, "422"],
  ["limit zero", "GET /api/workflows?limit=0", undefined, "422 query.limit greater_than_equal"],
  ["limit 101", "GET /api/workflows?limit=101", undefined, "422 query.limit less_than_equal"],
  ["an unknown state", "GET /api/workflows?state=lost", undefined, "422 query.state enum"],
];

const addTask = "POST /api/workflows/{id}/tasks";
const TASKS: readonly Row[] = [
  ["a name only", addTask, { name: "T" }, "201"],
  ["no name", addTask, {}, "422 body.name missing"],
  ["name null", addTask, { name: null }, "422 body.name string_type"],
  [
    "an object to do it",
    addTask,
    { name: "T", assigned_to: {} },
    "422 body.assigned_to string_type",
  ],
  ["workflow zero", "POST /api/workflows/0/tasks", { name: "T" }, "422 path.id greater_than"],
  [
    "an unknown workflow",
    "POST /api/workflows/99999/tasks",
    { name: "T" },
    "404: Workflow 99999 not found",
  ],
];

const setState = "PATCH /api/workflows/{id}/tasks/{tid}/state";
const TASK_STATE: readonly Row[] = [
  ...TASK_STATES.map((state): Row => [`the bare string "${state}"`, setState, state, "200"]),
  ["an object {new_state}", setState, { new_state: "completed" }, "422 body enum"],
  ["an object {state}", setState, { state: "completed" }, "422 body enum"],
  ["a state that is none", setState, "done", "422 body enum"],
  ["upper case", setState, "COMPLETED", "422 body enum"],
  ["a number", setState, 1, "422 body enum"],
  ["no body", setState, undefined, "422 body missing"],
  ["task zero", "PATCH /api/workflows/{id}/tasks/0/state", "pending", "422 path.tid greater_than"],
  [
    "an unknown task",
    "PATCH /api/workflows/{id}/tasks/9999/state",
    "pending",
    "404: Task 9999 not found in workflow {id}",
  ],
  [
    "a task of another workflow",
    "PATCH /api/workflows/1/tasks/{tid}/state",
    "pending",
    "404: Task {tid} not found in workflow 1",
  ],
  [
    "an unknown workflow",
    "PATCH /api/workflows/9999/tasks/{tid}/state",
    "pending",
    "404: Task {tid} not found in workflow 9999",
  ],
];

const addEvent = "POST /api/workflows/{id}/events";
const EVENTS: readonly Row[] = [
  ["a payload", addEvent, { event_type: "note", payload: { a: 1 } }, "201"],
  ["no payload", addEvent, { event_type: "note" }, "201"],
  ["no event_type", addEvent, { payload: {} }, "422 body.event_type missing"],
  ["event_type null", addEvent, { event_type: null }, "422 body.event_type string_type"],
  ["text as payload", addEvent, { event_type: "e", payload: "x" }, "422 body.payload dict_type"],
  ["a list as payload", addEvent, { event_type: "e", payload: [] }, "422 body.payload dict_type"],
  [
    "an unknown workflow",
    "POST /api/workflows/99999/events",
    { event_type: "note" },
    "404: Workflow 99999 not found",
  ],
];

describe.each(LANES)("workflows over %s", (lane) => {
  const server = useServer({ lane });

  test.each(CREATE)("creating with %s", async (...row) => {
    await checkRow(server, row, createWorkflowContract);
  });

  test("text/plain is no JSON", async () => {
    const headers = { "content-type": "text/plain" };
    const answer = await request(server, "POST", "/api/workflows", { name: "A" }, headers);
    expectProblem(answer, { status: 422, errors: ["body model_attributes_type"] });
  });

  test("a workflow is created in data entry with its tasks in order", async () => {
    const workflow = await createCase(server, { description: "A note" });
    expect(Object.keys(workflow)).toEqual(expect.arrayContaining(WORKFLOW_KEYS));
    expect(workflow).toMatchObject({
      description: "A note",
      queue: "data_entry",
      events: [],
      tasks: [
        { name: "Type", assigned_to: null, state: "pending", workflow_id: workflow.id },
        { name: "Check", assigned_to: "pharmacist", state: "pending", workflow_id: workflow.id },
      ],
    });
    expect(await get(server, `/api/workflows/${workflow.id}`)).toEqual(workflow);
  });

  test.each(READ)("reading with %s", async (...row) => {
    await checkRow(server, row, getWorkflowContract);
  });

  test("parameters that nobody knows are ignored", async () => {
    const answer = await request(server, "GET", "/api/workflows?colour=red&offset=3");
    expectSuccess(answer, listWorkflowsContract);
  });

  test.each(TASKS)("adding a task with %s", async (...row) => {
    const { id } = await createCase(server);
    const answer = await checkRow(server, row, createTaskContract, { id });
    if (answer.status === 201) {
      expect(Object.keys(answer.json)).toEqual(expect.arrayContaining(TASK_KEYS));
    }
  });

  test.each(TASK_STATE)(
    "setting a task's state to %s",
    async (...[special, send, body, expected]) => {
      const { id, tasks } = await createCase(server);
      const ids = { id, tid: tasks[0].id };
      const row: Row = [special, send, body, fillIn(expected, ids)];
      const answer = await checkRow(server, row, setTaskStateContract, ids);
      if (answer.status === 200) {
        expect(answer.json).toMatchObject({ id: ids.tid, workflow_id: id, state: body });
      }
    },
  );

  test("every state may follow every state, and the last one stays", async () => {
    const { id, tasks } = await createCase(server);
    const path = `/api/workflows/${id}/tasks/${tasks[0].id}/state`;
    for (const state of TASK_STATES.flatMap((one) => TASK_STATES.flatMap((two) => [one, two]))) {
      expectSuccess(await request(server, "PATCH", path, state), setTaskStateContract);
      expect((await get(server, `/api/workflows/${id}`)).tasks[0].state).toBe(state);
    }
  });

  test.each(EVENTS)("recording an event with %s", async (...row) => {
    const { id } = await createCase(server);
    const answer = await checkRow(server, row, createEventContract, { id });
    if (answer.status === 201) {
      expect(Object.keys(answer.json)).toEqual(expect.arrayContaining(EVENT_KEYS));
    }
  });

  test("the list pages by Link from the newest to the oldest, each workflow once", async () => {
    await Promise.all(Array.from({ length: 7 }, (_, i) => createCase(server, { name: `L${i}` })));
    const pages = await readAllPages(server, "/api/workflows?limit=3");
    const ids = pages.flatMap((page) => fieldOf(page, listWorkflowsContract, "id"));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
    const whole = await request(server, "GET", "/api/workflows?limit=100");
    expect(fieldOf(whole, listWorkflowsContract, "id")).toEqual(ids);
    expect(pages.slice(0, -1).every((page) => page.json.length === 3)).toBe(true);
  });

  test("the list can be narrowed to a queue, and its Link keeps the filter", async () => {
    await Promise.all([1, 2, 3].map(() => createCase(server, { queue: "verification" })));
    const pages = await readAllPages(server, "/api/workflows?queue=verification&limit=2");
    const queues = pages.flatMap((page) => fieldOf(page, listWorkflowsContract, "queue"));
    expect(queues.length).toBeGreaterThan(2);
    expect(new Set(queues)).toEqual(new Set(["verification"]));
  });

  test("all tasks and all events of a workflow page oldest first", async () => {
    const { id } = await createCase(server);
    for (const i of [0, 1, 2, 3, 4]) {
      await post(server, `/api/workflows/${id}/tasks`, { name: `T${i}` });
      await post(server, `/api/workflows/${id}/events`, { event_type: `e${i}` });
    }
    const tasks = await readAllPages(server, `/api/workflows/${id}/tasks?limit=2`);
    const names = tasks.flatMap((page) => fieldOf(page, listTasksContract, "name"));
    expect(names).toEqual("Type Check T0 T1 T2 T3 T4".split(" "));
    const events = await readAllPages(server, `/api/workflows/${id}/events?limit=2`);
    expect(events.flatMap((page) => fieldOf(page, listEventsContract, "event_type"))).toEqual([
      "e0",
      "e1",
      "e2",
      "e3",
      "e4",
    ]);
  });
});

/** One field of every item on a page that fits its contract. */
function fieldOf(page: ApiAnswer, contract: Contract, field: string) {
  return expectSuccess(page, contract).map((item: Record<string, unknown>) => item[field]);
}
