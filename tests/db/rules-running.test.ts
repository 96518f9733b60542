import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runRules } from "@/lib/automation/run-rules";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { startKrogerRefill } from "@/lib/scenarios/start-kroger-refill";
import { submitPreverification } from "@/lib/scenarios/submit-preverification";
import { addEvent } from "@/lib/workflows/add-event";
import { addTask } from "@/lib/workflows/add-task";
import { setTaskState } from "@/lib/workflows/set-task-state";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, gate, propose } from "./support/acts";
import {
  ADVANCE,
  addRule,
  caseOf,
  firingsOf,
  forgetRules,
  IN_DATA_ENTRY,
  proposalsOf,
  ruleOf,
  setStage,
  touch,
} from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";

const ALWAYS: JsonObject = { type: "always" };
const tell = (template: string): JsonObject => ({ type: "notify_patient", template });

describe.each(await availableDatabases())("running rules on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  beforeEach(() => forgetRules(world, admin));
  afterAll(() => world.close());

  const rulesThatFired = async (caseId: number) =>
    (await firingsOf(world, caseId)).map(({ rule }) => rule);

  it("fault-4 a disabled rule never fires, an enabled one does, and is counted", async () => {
    const off = await addRule(admin, { name: "off", enabled: false });
    const on = await addRule(admin, { name: "on" });
    const caseId = await addCase(admin);
    expect(await rulesThatFired(caseId)).toEqual(["on"]);
    expect(await ruleOf(world, off.id)).toMatchObject({ executionCount: 0, lastRunAt: null });
    expect(await ruleOf(world, on.id)).toMatchObject({ executionCount: 1 });
  });

  it("fault-4 a rule that another process has just disabled does not fire any more", async () => {
    const { id } = await addRule(admin);
    await addCase(admin);
    await world.db.rule.update({
      where: { id },
      data: { isEnabled: false, version: { increment: 1 } },
    });
    const caseId = await addCase(admin);
    expect(await proposalsOf(world, caseId)).toEqual([]);
    expect(await ruleOf(world, id)).toMatchObject({ executionCount: 1 });
  });

  it("a rule that another process has stored is known after a second", async () => {
    await addCase(admin);
    const { id: _, ...copy } = await ruleOf(world, (await addRule(admin)).id);
    await forgetRules(world, admin);
    const before = await addCase(admin);
    await world.db.rule.create({ data: { ...copy, condition: IN_DATA_ENTRY, action: ADVANCE } });
    world.clock.now = new Date(world.clock.now.getTime() + 1000);
    await touch(admin, before);
    expect(await proposalsOf(world, before)).toHaveLength(1);
  });

  it("fault-4 the higher priority goes first, and the lower sees what it did", async () => {
    await setStage(world, "guarded_auto");
    await addRule(admin, { name: "later", priority: 1, action: tell("delay") });
    await addRule(admin, { name: "first", priority: 9 });
    await addRule(admin, { name: "any", priority: 5, condition: ALWAYS, action: tell("delay") });
    const caseId = await addCase(admin);
    expect(await rulesThatFired(caseId)).toEqual(["first", "any"]);
  });

  it("the same action waits for a person once, and is not proposed again after a rejection", async () => {
    await addRule(admin);
    const caseId = await addCase(admin);
    await touch(admin, caseId);
    const [waiting] = await proposalsOf(world, caseId);
    await decide(admin, waiting?.id ?? "", "reject");
    await touch(admin, caseId);
    expect(await proposalsOf(world, caseId)).toHaveLength(1);
    expect(await firingsOf(world, caseId)).toHaveLength(1);
  });

  it("what a person has proposed already is not proposed beside it", async () => {
    const caseId = await addCase(admin);
    await propose(admin, caseId);
    await addRule(admin);
    await touch(admin, caseId);
    expect(await proposalsOf(world, caseId)).toHaveLength(1);
  });

  it("an action that does not fit the case is passed over, and the request goes through", async () => {
    const action = { type: "resolve_rejection", resolution: "resubmit" };
    const { id } = await addRule(admin, { condition: ALWAYS, action });
    const caseId = await addCase(admin);
    expect(await proposalsOf(world, caseId)).toEqual([]);
    expect(await ruleOf(world, id)).toMatchObject({ executionCount: 0, lastStatus: null });
  });

  it("one rule can take a case through several queues, as far as automation may", async () => {
    for (const queue of ["contact_manager", "inbound_comms", "data_entry", "pre_verification"]) {
      await setStage(world, "full_auto", { queue });
    }
    const { id } = await addRule(admin, { condition: ALWAYS });
    const caseId = await addCase(admin, { queue: "contact_manager" });
    expect((await caseOf(world, caseId)).queue).toBe("pre_verification");
    const firings = await firingsOf(world, caseId);
    expect(firings.map(({ round, outcome }) => `${round} ${outcome}`)).toEqual([
      "1 executed",
      "2 executed",
      "3 executed",
      "4 proposed",
    ]);
    expect(firings[1]?.["trigger"]).toEqual({
      change: "action_executed",
      event_types: ["advance_queue", "queue_changed"],
    });
    expect(await ruleOf(world, id)).toMatchObject({ executionCount: 4, lastStatus: "proposed" });
    const stopped = { workflowId: caseId, action: "rules.stopped" };
    expect(await world.db.auditEntry.count({ where: stopped })).toBe(0);
  });

  it("rules follow tasks, their states, events, Kroger steps and people's executions", async () => {
    await addRule(admin, {
      name: "task done",
      condition: {
        type: "event",
        event_type: "task_state_set",
        all: [{ field: "all_tasks_completed", operator: "equals", value: true }],
      },
    });
    await addRule(admin, {
      name: "event",
      condition: { type: "event", event_type: "patient_called" },
      action: tell("delay"),
    });
    await addRule(admin, {
      name: "claim",
      condition: { type: "event", event_type: "claim_answered" },
    });
    await addRule(admin, {
      name: "executed",
      condition: { type: "event", event_type: "advance_queue" },
    });
    const caseId = await addCase(admin);
    const { id: tid } = await addTask(admin, caseId, { name: "Type" }, runRules);
    expect(await rulesThatFired(caseId)).toEqual([]);
    await setTaskState(admin, { id: caseId, tid }, "completed", runRules);
    await addEvent(admin, caseId, { event_type: "patient_called", payload: {} }, runRules);
    await gate(admin, "kroger.data_entry_to_preverify_insurance", true);
    const [first] = await proposalsOf(world, caseId);
    await decide(admin, first?.id ?? "");
    await execute(admin, first?.id ?? "");
    expect(await rulesThatFired(caseId)).toEqual(["task done", "event", "executed"]);
    const other = await addCase(admin);
    await submitPreverification(admin, {
      workflow_id: other,
      insurance_result: "accepted",
      sig: "s",
      days_supply: 30,
      payer: "Plan",
    } as Parameters<typeof submitPreverification>[1]);
    expect(await rulesThatFired(other)).toEqual(["claim"]);
  });

  it("the answer to a Kroger start shows the case as the rules have left it", async () => {
    await setStage(world, "full_auto", { queue: "contact_manager" });
    await addRule(admin, { condition: { type: "workflow_state", state: "contact_manager" } });
    const answer = await startKrogerRefill(admin, {
      scenario_key: "kroger_refill_atorvastatin",
      contact_method: "phone",
    });
    expect(answer.queue).toBe("inbound_comms");
  });

  it("twenty changes at once fire a rule twenty times, and each is counted", async () => {
    const { id } = await addRule(admin);
    await addRule(admin, { name: "too", priority: -1, action: tell("delay") });
    await Promise.all(Array.from({ length: 20 }, () => addCase(admin)));
    expect(await ruleOf(world, id)).toMatchObject({ executionCount: 20 });
  });

  it("a rule of one tenant leaves the cases of another alone", async () => {
    await addRule(admin);
    const caseId = await addCase(world.as("admin", "other"));
    expect(await proposalsOf(world, caseId)).toEqual([]);
  });
});
