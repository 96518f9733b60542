import { describe, expect, test } from "vitest";
import {
  autoStepContract,
  boardContract,
  caseDetailContract,
  dashboardWorkflowsContract,
} from "@/lib/contracts/dashboard";
import {
  listScenariosContract,
  resetContract,
  seedContract,
  simulateContract,
} from "@/lib/contracts/scenario";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, FIRST_GATE, get, post, setGate } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { readAllPages } from "./support/pages";
import { checkRow, type Row } from "./support/row";
import { useServer } from "./support/use-server";

const ITEM_KEYS = "id name state queue insurance tasks events is_kroger raw".split(" ");
const RAW_KEYS = "name description id state created_at updated_at tasks events".split(" ");
const DETAIL_KEYS = ["case", "suggested_actions", "proposals", "ame"];

const seed = "POST /dashboard/api/seed";
const SEED: readonly Row[] = [
  ["one scenario", seed, { scenario_id: "happy_path" }, "200"],
  ["an unknown scenario", seed, { scenario_id: "nowhere" }, "200"],
  ["no body", seed, undefined, "200"],
  ["all of them", seed, { seed_all: true }, "200"],
  ["text for seed_all", seed, { seed_all: "maybe" }, "422 body.seed_all bool_parsing"],
];

const CASE: readonly Row[] = [
  ["an unknown id", "GET /dashboard/api/cases/99999", undefined, "404: not found"],
  ["a negative id", "GET /dashboard/api/cases/-99", undefined, "404: not found"],
  ["the first product's sentinel", "GET /dashboard/api/cases/-1", undefined, "404: not found"],
  ["id zero", "GET /dashboard/api/cases/0", undefined, "404: not found"],
  ["no number", "GET /dashboard/api/cases/abc", undefined, "422 path.case_id int_parsing"],
];

const simulate = "POST /dashboard/api/simulate";
const SIMULATE: readonly Row[] = [
  ["defaults", simulate, {}, "200"],
  ["no cycles", simulate, { cycles: 0 }, "200"],
  ["negative cycles", simulate, { cycles: -3 }, "200"],
  ["1,000 cycles", simulate, { cycles: 1000 }, "200"],
  ["1,001 cycles", simulate, { cycles: 1001 }, "422 body.cycles less_than_equal"],
  ["an unknown demo case", simulate, { workflow_id: -99 }, "404: not found"],
  ["an unknown case", simulate, { workflow_id: 99999 }, "404: not found"],
];

const autoStep = "POST /dashboard/api/auto-step";
const AUTO_STEP: readonly Row[] = [
  ["no case", autoStep, {}, "422 body.workflow_id missing"],
  ["text for the case", autoStep, { workflow_id: "abc" }, "422 body.workflow_id int_parsing"],
  ["an unknown case", autoStep, { workflow_id: 99999 }, "404: Workflow 99999 not found"],
  ["a negative case", autoStep, { workflow_id: -99 }, "404: not found"],
];

describe.each(LANES)("the dashboard's API over %s", (lane) => {
  const server = useServer({ lane });

  test("a new demo shows one case of each scenario", async () => {
    const list = expectSuccess(
      await request(server, "GET", "/dashboard/api/scenarios"),
      listScenariosContract,
    );
    const { workflows } = expectSuccess(
      await request(server, "GET", "/dashboard/api/workflows"),
      dashboardWorkflowsContract,
    );
    const ids = list.scenarios.map(({ id }: { id: string }) => id);
    const seeded = workflows.map(({ raw }: { raw: { scenario: string } }) => raw.scenario);
    expect(seeded.sort()).toEqual(ids.sort());
    for (const item of workflows) {
      expect(Object.keys(item)).toEqual(expect.arrayContaining(ITEM_KEYS));
      expect(Object.keys(item.raw)).toEqual(expect.arrayContaining(RAW_KEYS));
    }
  });

  test.each(SEED)("seeding with %s", async (...row) => {
    await checkRow(server, row, seedContract);
  });

  test("seeding adds a case of the scenario asked for, or a happy one", async () => {
    for (const [asked, made] of [
      ["out_of_stock", "out_of_stock"],
      ["nowhere", "happy_path"],
    ]) {
      const { id, count } = await post(server, "/dashboard/api/seed", { scenario_id: asked });
      expect(count).toBe(1);
      expect(await get(server, `/api/workflows/${id}`)).toMatchObject({ scenario: made });
    }
  });

  test("the list of cases pages by Link, the newest first", async () => {
    const pages = await readAllPages(server, "/dashboard/api/workflows?limit=4");
    const ids = pages.flatMap(({ json }) => json.workflows.map(({ id }: { id: number }) => id));
    expect(pages.length).toBeGreaterThan(1);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
    expect(pages.at(-1)?.json.next_cursor).toBeNull();
  });

  test.each(CASE)("a case asked for by %s", async (...row) => {
    await checkRow(server, row, caseDetailContract);
  });

  test("a case is shown with its suggestions, gates, caps and timeline", async () => {
    const { id } = await post(server, "/dashboard/api/seed", { scenario_id: "happy_path" });
    const detail = expectSuccess(
      await request(server, "GET", `/dashboard/api/cases/${id}`),
      caseDetailContract,
    );
    expect(Object.keys(detail)).toEqual(expect.arrayContaining(DETAIL_KEYS));
    expect(Object.keys(detail.case)).toEqual(expect.arrayContaining(ITEM_KEYS));
    expect(detail.case).toMatchObject({ id, queue: "inbound_comms", insurance: "accepted" });
    expect(detail.suggested_actions).toContainEqual(
      expect.objectContaining({ type: "advance_queue", payload: { to_queue: "data_entry" } }),
    );
    expect(detail.gates.map(({ key }: { key: string }) => key)).toContain(
      "kroger.prescriber_approval_to_data_entry",
    );
    expect(detail.policy_caps.length).toBeGreaterThan(0);
    expect(detail.timeline.length).toBeGreaterThan(0);
    expect(detail.ame).toMatchObject({ stage: "observe", trust: 0, meta: { stage: "observe" } });
  });

  test("a workflow of the plain API is a case like any other", async () => {
    const { id } = await createCase(server);
    const detail = await get(server, `/dashboard/api/cases/${id}`);
    expect(detail.case).toMatchObject({ id, queue: "data_entry", tasks: 2, events: 0 });
  });

  test("the board counts each open case once", async () => {
    const board = expectSuccess(
      await request(server, "GET", "/api/dashboard/board"),
      boardContract,
    );
    const counts = board.queues.map(({ count }: { count: number }) => count);
    const open = board.queues.filter(({ key }: { key: string }) => key !== "will_call");
    expect(counts.slice(0, open.length).reduce((a: number, b: number) => a + b)).toBe(
      board.open_cases,
    );
  });

  test.each(SIMULATE)("simulating with %s", async (...[special, send, body, answer]) => {
    const { id } = await post(server, "/dashboard/api/seed");
    const given = { workflow_id: id, ...Object(body) };
    await checkRow(server, [special, send, given, answer], simulateContract);
  });

  test("simulating without a case is refused", async () => {
    const answer = await request(server, "POST", "/dashboard/api/simulate", {});
    expectProblem(answer, { status: 422, errors: ["body.workflow_id missing"] });
  });

  test("simulating adds as many events and tasks as it says", async () => {
    const { id } = await post(server, "/dashboard/api/seed");
    const before = await get(server, `/api/workflows/${id}`);
    const body = { workflow_id: id, cycles: 4, repeat_tasks: true };
    const did = await post(server, "/dashboard/api/simulate", body);
    expect(did).toMatchObject({ ok: true, did: 4, events: 4, tasks: 4 });
    expect(did.workflow.event_count).toBe(before.event_count + 4);
    expect(did.workflow.task_count).toBe(before.task_count + 4);
    expect(await get(server, `/api/workflows/${id}`)).toEqual(did.workflow);
  });

  test.each(AUTO_STEP)("auto-step with %s", async (...row) => {
    await checkRow(server, row, autoStepContract);
  });

  test("auto-step walks a case through every open gate to the end of its way", async () => {
    const { authorizations } = await get(server, "/dashboard/api/automation");
    for (const key of Object.keys(authorizations)) {
      await setGate(server, key);
    }
    const { id } = await createCase(server);
    const way = ["pre_verification", "dispensing", "verification", "will_call"];
    for (const [i, to] of way.entries()) {
      const answer = await request(server, "POST", "/dashboard/api/auto-step", { workflow_id: id });
      const step = expectSuccess(answer, autoStepContract);
      expect(step).toMatchObject({ from: way[i - 1] ?? "data_entry", to, queue: to });
      expect(step.execution_id).toBeGreaterThan(0);
    }
    const last = await post(server, "/dashboard/api/auto-step", { workflow_id: id });
    expect(last).toMatchObject({ ok: true, queue: "will_call", note: expect.any(String) });
    expect(last).not.toHaveProperty("execution_id");
    for (const key of Object.keys(authorizations)) {
      await setGate(server, key, false);
    }
  });

  test("auto-step stops at a closed gate and leaves no proposal behind", async () => {
    await setGate(server, FIRST_GATE, false);
    const { id } = await createCase(server);
    const before = await get(server, `/dashboard/api/cases/${id}`);
    const answer = await request(server, "POST", "/dashboard/api/auto-step", { workflow_id: id });
    expectProblem(answer, { status: 403, code: "blocked", detail: FIRST_GATE });
    expect(await get(server, `/dashboard/api/cases/${id}`)).toEqual(before);
  });

  test("a reset removes the demo cases and keeps the others", async () => {
    const { id } = await createCase(server);
    const answer = await request(server, "POST", "/dashboard/api/reset");
    expectSuccess(answer, resetContract);
    const { workflows } = await get(server, "/dashboard/api/workflows?limit=100");
    const sites = workflows.map(({ raw }: { raw: { site_id: string } }) => raw.site_id);
    expect(sites).not.toContain("dashboard_demo");
    expect(workflows.map((one: { id: number }) => one.id)).toContain(id);
    const { authorizations } = await get(server, "/dashboard/api/automation");
    expect(new Set(Object.values(authorizations))).toEqual(new Set([false]));
  });
});
