import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { dryRunRule } from "@/lib/automation/dry-run-rule";
import { listRuleFields } from "@/lib/automation/list-rule-fields";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { getLogger } from "@/lib/platform/logger";
import { getRule } from "@/lib/rules/get-rule";
import { submitPreverification } from "@/lib/scenarios/submit-preverification";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose } from "./support/acts";
import { countQueries } from "./support/count-queries";
import { addRule, firingsOf, forgetRules, IN_DATA_ENTRY, setStage, touch } from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";

const on = (event_type: string): JsonObject => ({ type: "event", event_type });
const TELL: JsonObject = { type: "notify_patient", template: "delay" };

describe.each(await availableDatabases())("what rules hear of on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  beforeEach(() => forgetRules(world, admin));
  afterAll(() => world.close());

  const dryRun = async (event_type: string) => {
    const { matched } = await dryRunRule(admin, {
      condition: on(event_type),
      action: TELL,
      limit: 1,
    });
    return matched;
  };

  it("an execution under the names of all that it changed, and a dry run foretells it", async () => {
    await openAllGates(admin);
    await addRule(admin, { name: "moved", condition: on("queue_changed"), action: TELL });
    const caseId = await addCase(admin);
    const id = await propose(admin, caseId);
    await decide(admin, id);
    world.advanceMinutes(1);
    await execute(admin, id);
    expect(await firingsOf(world, caseId)).toMatchObject([
      {
        rule: "moved",
        trigger: { change: "action_executed", event_types: ["advance_queue", "queue_changed"] },
        why: [{ field: "event_type", value: "queue_changed", seen: "queue_changed" }],
      },
    ]);
    expect(await dryRun("queue_changed")).toBe(1);
    expect(await dryRun("advance_queue")).toBe(1);
    expect(await dryRun("action_executed")).toBe(1);
    expect(await dryRun("task_created")).toBe(0);
    world.advanceMinutes(1);
    await touch(admin, caseId);
    expect(await dryRun("queue_changed")).toBe(0);
  });

  it("a new task, in a dry run too", async () => {
    const caseId = await addCase(admin);
    expect(await dryRun("case_created")).toBe(1);
    expect(await dryRun("task_created")).toBe(0);
    world.advanceMinutes(1);
    await touch(admin, caseId);
    expect(await dryRun("task_created")).toBe(1);
    expect(await dryRun("case_created")).toBe(0);
  });

  it("a reported step under the names of all that it changed", async () => {
    const channels = { claim_answered: "sms", queue_changed: "phone", insurance_changed: "email" };
    for (const [name, channel] of Object.entries(channels)) {
      await addRule(admin, { name, condition: on(name), action: { ...TELL, channel } });
    }
    const caseId = await addCase(admin);
    await submitPreverification(admin, {
      workflow_id: caseId,
      insurance_result: "accepted",
      sig: "s",
      days_supply: 30,
      payer: "Plan",
    } as Parameters<typeof submitPreverification>[1]);
    const firings = await firingsOf(world, caseId);
    expect(firings.map(({ rule }) => rule)).toEqual(Object.keys(channels));
  });

  it("all that was executed in a round, not the last alone", async () => {
    for (const actionType of ["notify_patient", "advance_queue"]) {
      await setStage(world, "guarded_auto", { actionType });
    }
    await addRule(admin, { name: "first", action: TELL, priority: 2 });
    await addRule(admin, { name: "second", priority: 1 });
    const told = await addRule(admin, {
      name: "told",
      condition: on("notify_patient"),
      action: { type: "notify_patient", template: "renewal_pending" },
    });
    const caseId = await addCase(admin);
    expect(told.enabled).toBe(true);
    expect(await firingsOf(world, caseId)).toMatchObject([
      { rule: "first", round: 1, outcome: "executed" },
      { rule: "second", round: 1, outcome: "executed" },
      { rule: "told", round: 2 },
    ]);
  });

  it("the names are listed for those who build rules", () => {
    expect(listRuleFields(admin).changes).toEqual(
      expect.arrayContaining(["case_created", "task_state_set", "queue_changed"]),
    );
  });

  it("a dry run reads the proposals of 50 cases at once", async () => {
    for (let i = 0; i < 60; i += 1) {
      await addCase(admin);
    }
    const { ctx, counts } = countQueries(admin);
    const condition = { type: "always" };
    const answer = await dryRunRule(ctx, { condition, action: TELL, limit: 60 });
    expect(answer.evaluated).toBe(60);
    expect(new Set(answer.matches.map(({ case_id }) => case_id)).size).toBe(60);
    expect(counts["Proposal.findMany"]).toBe(2);
    expect(counts["Workflow.findMany"]).toBe(2);
  });

  it("a rule that cannot be read is told of once, not at every look", async () => {
    const { id } = await addRule(admin);
    const condition = { type: "formerly" };
    await world.db.rule.update({ where: { id }, data: { condition, version: { increment: 1 } } });
    const logged = vi.spyOn(getLogger(), "error");
    for (let i = 0; i < 3; i += 1) {
      world.advanceMinutes(1);
      await addCase(admin);
    }
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
  });

  it("a stored rule that cannot be read says so, and stops no other", async () => {
    const { id } = await addRule(admin, { name: "old" });
    await world.db.rule.update({
      where: { id },
      data: { condition: { ...IN_DATA_ENTRY, formerly: true } },
    });
    await addRule(admin, { name: "new" });
    const caseId = await addCase(admin);
    expect((await firingsOf(world, caseId)).map(({ rule }) => rule)).toEqual(["new"]);
    expect(await getRule(admin, id)).toMatchObject({ last_status: "unreadable" });
  });
});
