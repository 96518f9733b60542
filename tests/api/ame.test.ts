import { describe, expect, test } from "vitest";
import {
  modelsStatusContract,
  retrainCheckContract,
  retrainContract,
} from "@/lib/contracts/ame-models";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, get, post, propose } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { readAllPages } from "./support/pages";
import { useServer } from "./support/use-server";

const SCOPE_KEYS = [
  ..."id tenant_id site_id queue action_type role_context stage trust_score reliability".split(" "),
  ..."alignment safety_calibration value_score override_rate total_proposals".split(" "),
  ..."approved_proposals successful_executions stage_changed_at updated_at".split(" "),
];
const EVENT_KEYS = [
  ..."id event_type queue action_type proposal_id predicted_confidence predicted_safety".split(" "),
  ..."decision decision_by decision_reason outcome_success observed_error override ts".split(" "),
];

describe.each(LANES)("earning trust over %s", (lane) => {
  const server = useServer({ lane });
  let made = 0;
  const freshScope = () => ({ site_id: `store-${++made}`, queue: "q", action_type: "a" });
  type Scope = ReturnType<typeof freshScope>;
  const ask = ({ site_id, queue, action_type }: Scope) =>
    get(
      server,
      `/ame/scope?tenant_id=default&site_id=${site_id}&queue=${queue}&action_type=${action_type}`,
    );
  const listed = async ({ site_id }: Scope) => {
    const scopes = await get(server, "/ame/scopes?limit=100");
    return scopes.filter((one: { site_id: string }) => one.site_id === site_id);
  };
  const send = (verb: string, body: object) => request(server, "POST", `/ame/${verb}`, body);

  async function cycle(scope: Scope, outcome: object = {}): Promise<number> {
    const report = { scope, proposal_id: `${scope.site_id}-${++made}` };
    await post(server, "/ame/proposal", {
      ...report,
      predicted_safety: 1,
      predicted_time_saved_sec: 60,
    });
    await post(server, "/ame/decision", { ...report, decision: "approve" });
    const { execution_id } = await post(server, "/ame/execute", {
      ...report,
      before_state: { shelf: 3 },
    });
    await post(server, "/ame/outcome", { ...report, observed_time_saved_sec: 60, ...outcome });
    return execution_id;
  }

  test("fault-17 fault-18 eight perfect cycles earn all the trust there is", async () => {
    const scope = freshScope();
    expect((await ask(scope)).trust).toBe(0);
    for (let i = 0; i < 8; i += 1) {
      await cycle(scope);
    }
    const answer = await ask(scope);
    expect(answer).toMatchObject({
      scope: { ...scope, tenant_id: "default", role_context: null },
      stage: "propose",
      trust: 1,
      metrics: { reliability: 1, alignment: 1, safety_calibration: 1, value_score: 1 },
    });
    expect(await listed(scope)).toMatchObject([
      { trust_score: 1, total_proposals: 8, approved_proposals: 8, successful_executions: 8 },
    ]);
    expect(await ask(scope)).toEqual(answer);
  });

  test("fault-19 a rollback shows in counters, override_rate and trust, and happens once", async () => {
    const scope = freshScope();
    const first = await cycle(scope);
    await cycle(scope);
    const before = await ask(scope);
    const undone = await post(server, `/ame/rollback/${first}`, { reason: "wrong store" });
    expect(undone).toMatchObject({ rolled_back: true, before_state: { shelf: 3 } });
    const after = await ask(scope);
    expect(after.metrics.override_rate).toBeCloseTo(0.5, 5);
    expect(after.trust).toBeLessThan(before.trust - 0.125);
    expect(await listed(scope)).toMatchObject([{ rollbacks: 1, total_executions: 2 }]);
    const again = await send(`rollback/${first}`, { reason: "wrong store" });
    expectProblem(again, { status: 409, detail: `Execution ${first} already rolled back` });
    const report = { scope, guarded: false };
    const { execution_id } = await post(server, "/ame/execute", report);
    const unguarded = await send(`rollback/${execution_id}`, { reason: "late" });
    expectProblem(unguarded, { status: 409, detail: "cannot be undone" });
  });

  test("fault-19 rejections and failures are counted", async () => {
    const scope = freshScope();
    await cycle(scope, { outcome_success: false, observed_error: true });
    const report = { scope, proposal_id: scope.site_id };
    await post(server, "/ame/proposal", report);
    await post(server, "/ame/decision", { ...report, decision: "reject" });
    expect(await listed(scope)).toMatchObject([
      { total_proposals: 2, rejected_proposals: 1, failed_executions: 1, rollbacks: 0 },
    ]);
  });

  test("fault-21 what is sent twelve times counts once", async () => {
    const scope = freshScope();
    const report = { scope, proposal_id: scope.site_id };
    const first = await post(server, "/ame/proposal", report);
    expect(await post(server, "/ame/proposal", report)).toEqual(first);
    const sendOften = async (verb: string, more: object) => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => send(verb, { ...report, ...more })),
      );
      return answers.map(({ status }) => status).sort();
    };
    const once = [200, ...Array.from({ length: 11 }, () => 409)];
    expect(await sendOften("decision", { decision: "approve" })).toEqual(once);
    expect(await sendOften("execute", {})).toEqual(once);
    expect(await sendOften("outcome", {})).toEqual(once);
    expect(await listed(scope)).toMatchObject([
      {
        stage: "observe",
        total_proposals: 1,
        approved_proposals: 1,
        total_executions: 1,
        successful_executions: 1,
      },
    ]);
    const events = await get(server, "/ame/events/recent?limit=4");
    expect(events.map((event: { event_type: string }) => event.event_type)).toEqual([
      ..."outcome executed decided proposed".split(" "),
    ]);
  });

  test("fault-22 sixteen first proposals without a role at once make one scope", async () => {
    const scope = freshScope();
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) =>
        send("proposal", { scope, proposal_id: `${scope.site_id}-${i}` }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await listed(scope)).toMatchObject([{ role_context: null, total_proposals: 16 }]);
  });

  test("lists have the first implementation's keys and page by the Link header", async () => {
    const scope = freshScope();
    await cycle(scope);
    await cycle(freshScope());
    for (const [path, keys] of [
      ["/ame/scopes?limit=1", SCOPE_KEYS],
      ["/ame/events/recent?limit=3", EVENT_KEYS],
    ] as const) {
      const rows = (await readAllPages(server, path)).flatMap(({ json }) => json);
      const ids = rows.map(({ id }: { id: number }) => id);
      expect(ids).toEqual(ids.toSorted((a: number, b: number) => b - a));
      expect(new Set(ids).size).toBe(ids.length);
      for (const row of rows) {
        expect(Object.keys(row)).toEqual(expect.arrayContaining([...keys]));
      }
    }
  });

  test("the trust page shows scopes and evidence, with their markup as text", async () => {
    const site_id = `<b>store-${++made}</b>`;
    const scope = { site_id, queue: "q", action_type: "a" };
    await post(server, "/ame/proposal", { scope, proposal_id: `page-${made}` });
    const page = await request(server, "GET", "/ame/dashboard");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    expect(page.text).toContain(`&lt;b&gt;store-${made}&lt;/b&gt;`);
    expect(page.text).not.toContain(site_id);
  });

  test("a governed proposal is decided where its kernel is", async () => {
    const { id } = await createCase(server);
    const proposal_id = await propose(server, id);
    const scope = { site_id: "default", queue: "data_entry", action_type: "advance_queue" };
    const address = `/api/dashboard/automation/${proposal_id}`;
    const decided = await send("decision", { scope, proposal_id, decision: "approve" });
    expectProblem(decided, { status: 409, detail: `${address}/decide` });
    const executed = await send("execute", { scope, proposal_id });
    expectProblem(executed, { status: 409, detail: `${address}/execute` });
    await post(server, "/ame/outcome", { scope, proposal_id, outcome_success: false });
    const { timeline } = await get(server, `/dashboard/api/cases/${id}`);
    expect(timeline.map(({ summary }: { summary: string }) => summary)).toContain(
      "Outcome reported: bad",
    );
  });

  test("models say that they are untrained, and training says why it did nothing", async () => {
    const status = await request(server, "GET", "/ame/ml/status");
    const untrained = { trained: false, version: 0, saved_at: null, metrics: {} };
    const classifier = { ...untrained, training_events: 0, feature_importances: {} };
    expect(expectSuccess(status, modelsStatusContract)).toEqual({
      decision: classifier,
      outcome: classifier,
      anomaly: { ...untrained, training_windows: 0 },
    });
    const check = await request(server, "GET", "/ame/ml/retrain/check");
    expect(expectSuccess(check, retrainCheckContract)).toMatchObject({ needs_retrain: false });
    const trained = await request(server, "POST", "/ame/ml/retrain");
    const { results } = expectSuccess(trained, retrainContract);
    for (const model of ["decision", "outcome", "anomaly"]) {
      expect(results[model]).toMatchObject({ trained: false, error: expect.any(String) });
    }
  });
});
