import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkRuleAction } from "@/lib/automation/check-rule-action";
import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { runRules } from "@/lib/automation/run-rules";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { updateRule } from "@/lib/rules/update-rule";
import { addTask } from "@/lib/workflows/add-task";
import { setTaskState } from "@/lib/workflows/set-task-state";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, gate, propose } from "./support/acts";
import { countQueries } from "./support/count-queries";
import { refusalOf } from "./support/outcomes";
import {
  ADVANCE,
  addRule,
  caseOf,
  firingsOf,
  forgetRules,
  proposalsOf,
  ruleOf,
  setStage,
  touch,
} from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";

const ALWAYS: JsonObject = { type: "always" };
const tell = (template: string, more: JsonObject = {}): JsonObject => ({
  type: "notify_patient",
  template,
  ...more,
});

describe.each(await availableDatabases())("what holds rules back on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  beforeEach(() => forgetRules(world, admin));
  afterAll(() => world.close());

  const mayAct = (actionType: string) =>
    setStage(world, "guarded_auto", { queue: "dispensing", actionType });
  const taskOf = async (caseId: number, name: string) =>
    (await addTask(admin, caseId, { name }, runRules)).id;
  const completing = (name: string, task_id: number, more: JsonObject = {}, priority = 0) =>
    addRule(admin, {
      name,
      condition: { ...ALWAYS, ...more },
      action: { type: "complete_task", task_id },
      priority,
    });
  const stopsOf = (workflowId: number) =>
    world.db.auditEntry.findMany({ where: { workflowId, action: "rules.stopped" } });
  const storeRules = async (count: number, action: JsonObject, isEnabled = true) => {
    const { id: _, ...copy } = await ruleOf(world, (await addRule(admin, { name: "copied" })).id);
    const rules = Array.from({ length: count }, (_unused, i) => ({
      ...copy,
      name: `copy ${i}`,
      condition: ALWAYS,
      action,
      isEnabled,
    }));
    await world.db.rule.deleteMany({});
    await world.db.rule.createMany({ data: rules });
  };

  it.each<[string, JsonObject, JsonObject]>([
    ["a default", { template: "delay" }, tell("delay", { channel: "sms" })],
    ["no default", { template: "delay", channel: "sms" }, tell("delay")],
  ])("a rejection holds for the same act spelt with %s", async (_, payload, action) => {
    const caseId = await addCase(admin);
    await decide(admin, await propose(admin, caseId, "notify_patient", payload), "reject");
    await addRule(admin, { condition: ALWAYS, action });
    await touch(admin, caseId);
    expect(await proposalsOf(world, caseId)).toMatchObject([{ status: "rejected" }]);
  });

  it("a rejection holds for the same move that names where it starts", async () => {
    const caseId = await addCase(admin);
    await decide(admin, await propose(admin, caseId), "reject");
    await addRule(admin, { action: { ...ADVANCE, from_queue: "data_entry" } });
    await touch(admin, caseId);
    expect(await proposalsOf(world, caseId)).toMatchObject([{ status: "rejected" }]);
  });

  it("a rejection holds however much was proposed since", async () => {
    const caseId = await addCase(admin);
    const id = await propose(admin, caseId);
    await decide(admin, id, "reject");
    const { id: _, ...rejected } = await world.db.proposal.findUniqueOrThrow({ where: { id } });
    const later = new Date(world.clock.now.getTime() + 60_000);
    const more = Array.from({ length: 60 }, () => ({
      ...rejected,
      id: admin.newId(),
      payload: { to_queue: "rejection_resolution" },
      features: {},
      status: "stale",
      proposedAt: later,
    }));
    await world.db.proposal.createMany({ data: more });
    await addRule(admin);
    await touch(admin, caseId);
    expect(await firingsOf(world, caseId)).toEqual([]);
  });

  it("adds nothing to 20 proposals that wait", async () => {
    const caseId = await addCase(admin);
    const tasks = await Promise.all(Array.from({ length: 20 }, (_, i) => taskOf(caseId, `T${i}`)));
    for (const task_id of tasks) {
      await propose(admin, caseId, "complete_task", { task_id });
    }
    await addRule(admin);
    await touch(admin, caseId);
    expect(await proposalsOf(world, caseId)).toHaveLength(20);
    await decide(admin, (await proposalsOf(world, caseId))[0]?.id ?? "", "reject");
    await touch(admin, caseId);
    expect(await proposalsOf(world, caseId)).toHaveLength(21);
  });

  it("two rules for every change tell the patient each thing once", async () => {
    await mayAct("notify_patient");
    const caseId = await addCase(admin, { queue: "dispensing" });
    await addRule(admin, { name: "ping", condition: ALWAYS, action: tell("delay") });
    await addRule(admin, { name: "pong", condition: ALWAYS, action: tell("renewal_pending") });
    await touch(admin, caseId);
    await touch(admin, caseId);
    expect(await firingsOf(world, caseId)).toMatchObject([
      { rule: "ping", outcome: "executed" },
      { rule: "pong", outcome: "executed" },
    ]);
  });

  it("what a person makes of a rule's act stands", async () => {
    await mayAct("complete_task");
    const caseId = await addCase(admin, { queue: "dispensing" });
    const tid = await taskOf(caseId, "Count");
    await completing("done", tid);
    await touch(admin, caseId);
    const stateOf = async () =>
      (await world.db.task.findUniqueOrThrow({ where: { id: tid } })).state;
    expect(await stateOf()).toBe("completed");
    await setTaskState(admin, { id: caseId, tid }, "pending", runRules);
    await touch(admin, caseId);
    expect(await stateOf()).toBe("pending");
    expect(await firingsOf(world, caseId)).toHaveLength(1);
  });

  it("rules that follow each other stop after five rounds, and the trail names them", async () => {
    await mayAct("complete_task");
    const caseId = await addCase(admin, { queue: "dispensing" });
    const ids: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      ids.push(await taskOf(caseId, `T${i}`));
    }
    for (const [i, id] of ids.entries()) {
      const before = { field: "completed_task_names", operator: "contains", value: `T${i - 1}` };
      // A later link has the higher priority, so that it waits for the next round.
      await completing(`link ${i}`, id, i > 0 ? { all: [before] } : {}, i);
    }
    await touch(admin, caseId);
    expect((await firingsOf(world, caseId)).map(({ rule, round }) => [rule, round])).toEqual([
      ["link 0", 1],
      ["link 1", 2],
      ["link 2", 3],
      ["link 3", 4],
      ["link 4", 5],
    ]);
    expect(await stopsOf(caseId)).toMatchObject([
      { after: { why: "5 rounds", rounds: 5, rules: ["link 5"] } },
    ]);
    const { timeline } = await getCaseDetail(admin, caseId);
    expect(timeline[0]?.summary).toBe("Rules stopped after 5 rounds: link 5");
    expect(timeline.map(({ summary }) => summary)).toContain(
      "Rule “link 0” executed: Mark a task as done",
    );
  });

  it("one change sets off 20 firings at most", async () => {
    await mayAct("complete_task");
    const caseId = await addCase(admin, { queue: "dispensing" });
    const ids: number[] = [];
    for (let i = 0; i < 22; i += 1) {
      ids.push(await taskOf(caseId, `T${i}`));
    }
    for (const [i, id] of ids.entries()) {
      await completing(`rule ${i}`, id);
    }
    await touch(admin, caseId);
    expect(await firingsOf(world, caseId)).toHaveLength(20);
    expect(await stopsOf(caseId)).toMatchObject([
      { after: { why: "20 firings", rounds: 1, rules: ["rule 20", "rule 21"] } },
    ]);
  });

  it("one change has 200 rules weighed at most, and reads once a round what they share", async () => {
    await mayAct("complete_task");
    const caseId = await addCase(admin, { queue: "dispensing" });
    const [first, second] = [await taskOf(caseId, "A"), await taskOf(caseId, "B")];
    await storeRules(90, { type: "resolve_rejection", resolution: "resubmit" });
    await completing("a", first, {}, -1);
    const before = { field: "completed_task_names", operator: "contains", value: "A" };
    await completing("b", second, { all: [before] }, 1);
    await forgetCached();
    const { ctx, counts } = countQueries(admin);
    await touch(ctx, caseId);
    expect((await firingsOf(world, caseId)).map(({ rule }) => rule)).toEqual(["a", "b"]);
    expect(await stopsOf(caseId)).toMatchObject([
      { after: { why: "200 rules weighed", rounds: 3 } },
    ]);
    expect(counts["Proposal.findMany"]).toBeLessThan(12);
    // Beside what is shared each piece of evidence holds its scope: two proposed, two executed.
    expect(counts["TrustScope.findUnique"]).toBeLessThan(10);
  });

  const forgetCached = () => addRule(admin, { name: "off", enabled: false });

  it("200 rules may be enabled, and any number wait", async () => {
    await storeRules(200, ADVANCE);
    expect(await refusalOf(addRule(admin))).toBe("conflict");
    const { id } = await addRule(admin, { enabled: false });
    const enable = () => updateRule(admin, id, { enabled: true }, checkRuleAction);
    expect(await refusalOf(enable())).toBe("conflict");
    await world.db.rule.deleteMany({ where: { name: "copy 0" } });
    expect(await refusalOf(enable())).toBe("ok");
    expect(await refusalOf(addRule(world.as("admin", "other")))).toBe("ok");
  });

  it.each<[string, unknown]>([
    ["a drug as text", "clonazePAM C-IV"],
    ["a drug without a name", { schedule: "C-IV" }],
    ["a schedule as a number", { name: "clonazePAM", schedule: 4 }],
    ["a schedule as an object", { name: "clonazePAM", schedule: { class: "C-IV" } }],
  ])("only proposes for what may be controlled: %s", async (_, drug) => {
    await setStage(world, "guarded_auto");
    await addRule(admin);
    const caseId = await addCase(admin, { attributes: { drug } as JsonObject });
    expect((await caseOf(world, caseId)).queue).toBe("data_entry");
    expect(await firingsOf(world, caseId)).toMatchObject([{ outcome: "proposed" }]);
  });

  it("a revoked gate is told of once in a stay, for each version of a rule", async () => {
    await gate(admin, "kroger.data_entry_to_preverify_insurance", false);
    const { id } = await addRule(admin);
    const caseId = await addCase(admin);
    await touch(admin, caseId);
    await touch(admin, caseId);
    expect(await firingsOf(world, caseId)).toMatchObject([{ outcome: "blocked" }]);
    expect(await ruleOf(world, id)).toMatchObject({ executionCount: 1 });
    await world.db.rule.update({ where: { id }, data: { version: { increment: 1 } } });
    await forgetCached();
    await touch(admin, caseId);
    expect(await firingsOf(world, caseId)).toMatchObject([{ version: 1 }, { version: 2 }]);
    await gate(admin, "kroger.data_entry_to_preverify_insurance", true);
    await touch(admin, caseId);
    expect((await firingsOf(world, caseId)).at(-1)).toMatchObject({ outcome: "proposed" });
  });
});
