import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { runRules } from "@/lib/automation/run-rules";
import type { Context } from "@/lib/kernel/context";
import { addTask } from "@/lib/workflows/add-task";
import { createWorkflow } from "@/lib/workflows/create-workflow";
import { availableDatabases } from "../support/test-database";
import { addCase, gate } from "./support/acts";
import {
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

const GATE = "kroger.data_entry_to_preverify_insurance";

describe.each(await availableDatabases())("rules and governance on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  beforeEach(() => forgetRules(world, admin));
  afterAll(() => world.close());

  it("a rule whose action has earned nothing proposes, as itself, and says why", async () => {
    const { id } = await addRule(admin, {
      condition: {
        type: "workflow_state",
        state: "data_entry",
        all: [
          { field: "priority", operator: "lte", value: 3 },
          { field: "attributes.patient_ref", operator: "equals", value: "P-77" },
        ],
      },
      action: { type: "advance_queue", notify: ["front desk"] },
    });
    const caseId = await addCase(admin, { attributes: { patient_ref: "P-77" } });
    expect(await caseOf(world, caseId)).toMatchObject({ queue: "data_entry", version: 1 });
    expect(await proposalsOf(world, caseId)).toMatchObject([
      {
        status: "pending",
        proposedBy: `rule:${id}`,
        payload: { to_queue: "pre_verification" },
        gateKey: GATE,
      },
    ]);
    const [fired] = await firingsOf(world, caseId);
    expect(fired).toMatchObject({
      rule: "Go on",
      version: 1,
      round: 1,
      trigger: { change: "case_created" },
      outcome: "proposed",
      notify: { hash: expect.stringMatching(/^hash:/) },
      why: [
        { field: "queue", value: "data_entry", seen: "data_entry" },
        { field: "priority", operator: "less_or_equal", value: 3, seen: 3 },
        { field: "attributes.patient_ref", operator: "equals" },
      ],
    });
    expect(JSON.stringify(fired)).not.toContain("P-77");
    const entry = await world.db.auditEntry.findFirst({ where: { action: "rule.fire" } });
    expect(entry).toMatchObject({
      actorKind: "system",
      actorId: `rule:${id}`,
      actorRole: "technician",
    });
    expect(await ruleOf(world, id)).toMatchObject({
      executionCount: 1,
      lastRunAt: world.clock.now,
      lastStatus: "proposed",
      version: 1,
    });
  });

  it.each([
    ["nobody has touched", undefined],
    ["is open", true],
  ])("at guarded_auto it runs where the gate %s, and claims nobody's approval", async (_, open) => {
    await setStage(world, "guarded_auto");
    if (open) {
      await gate(admin, GATE, true);
    }
    const { id } = await addRule(admin);
    const answer = await createWorkflow(admin, { name: "A", initial_tasks: [] }, runRules);
    expect(answer.queue).toBe("pre_verification");
    expect(answer.version).toBe((await caseOf(world, answer.id)).version);
    const proposals = await proposalsOf(world, answer.id);
    expect(proposals).toMatchObject([
      { status: "executed", proposedBy: `rule:${id}`, decidedBy: null, executedBy: `rule:${id}` },
    ]);
    expect(await world.db.decision.count({ where: { proposalId: proposals[0]?.id ?? "" } })).toBe(
      0,
    );
    const evidence = await world.db.ameEvent.findMany({ orderBy: { id: "asc" } });
    expect(evidence.map(({ eventType }) => eventType)).toEqual(["proposed", "executed"]);
    expect(await world.db.execution.findMany({ where: { workflowId: answer.id } })).toMatchObject([
      { actorId: `rule:${id}`, gateKey: GATE },
    ]);
    expect(await firingsOf(world, answer.id)).toMatchObject([{ outcome: "executed", round: 1 }]);
    expect(await ruleOf(world, id)).toMatchObject({ executionCount: 1, lastStatus: "executed" });
  });

  it.each(["observe", "guarded_auto"] as const)(
    "a revoked gate blocks it at %s, even from proposing, and the request goes through",
    async (stage) => {
      await setStage(world, stage);
      await gate(admin, GATE, false);
      const { id } = await addRule(admin);
      const caseId = await addCase(admin);
      expect((await caseOf(world, caseId)).queue).toBe("data_entry");
      expect(await proposalsOf(world, caseId)).toEqual([]);
      expect(await firingsOf(world, caseId)).toMatchObject([{ outcome: "blocked" }]);
      expect(await ruleOf(world, id)).toMatchObject({ executionCount: 1, lastStatus: "blocked" });
    },
  );

  it("a gate revoked between two cases stops the second", async () => {
    await setStage(world, "guarded_auto");
    await addRule(admin);
    const first = await addCase(admin);
    await gate(admin, GATE, false);
    const second = await addCase(admin);
    expect((await caseOf(world, first)).queue).toBe("pre_verification");
    expect((await caseOf(world, second)).queue).toBe("data_entry");
  });

  it.each(["pre_verification", "verification"])(
    "never takes the clinical step out of %s, whatever was earned",
    async (queue) => {
      await setStage(world, "full_auto", { queue });
      await addRule(admin, { condition: { type: "workflow_state", state: queue } });
      const caseId = await addCase(admin, { queue });
      expect((await caseOf(world, caseId)).queue).toBe(queue);
      expect(await proposalsOf(world, caseId)).toMatchObject([{ status: "pending" }]);
    },
  );

  it("never completes a pharmacist's task, where the queue would let it act", async () => {
    await setStage(world, "full_auto", { queue: "dispensing", actionType: "complete_task" });
    const caseId = await addCase(admin, { queue: "dispensing" });
    const { id: task_id } = await addTask(
      admin,
      caseId,
      { name: "Counsel", assigned_to: "Pharmacist K." },
      runRules,
    );
    await addRule(admin, {
      condition: { type: "always" },
      action: { type: "complete_task", task_id },
    });
    await touch(admin, caseId);
    expect(await proposalsOf(world, caseId)).toMatchObject([{ status: "pending" }]);
    const task = await world.db.task.findUniqueOrThrow({ where: { id: task_id } });
    expect(task.state).toBe("pending");
  });

  it("only proposes for a controlled drug", async () => {
    await setStage(world, "guarded_auto");
    await addRule(admin);
    const drug = { name: "clonazePAM", strength: "", form: "", schedule: "C-IV" };
    const caseId = await addCase(admin, { attributes: { drug } });
    expect((await caseOf(world, caseId)).queue).toBe("data_entry");
    expect(await firingsOf(world, caseId)).toMatchObject([{ outcome: "proposed" }]);
  });

  it("only proposes what a person has rolled back, and a rollback wakes no rule", async () => {
    await setStage(world, "guarded_auto");
    const { id } = await addRule(admin);
    const caseId = await addCase(admin);
    const execution = await world.db.execution.findFirstOrThrow({ where: { workflowId: caseId } });
    await rollbackExecution(admin, Number(execution.id), { reason: "not yet" });
    expect((await caseOf(world, caseId)).queue).toBe("data_entry");
    expect(await ruleOf(world, id)).toMatchObject({ executionCount: 1 });
    await touch(admin, caseId);
    expect((await caseOf(world, caseId)).queue).toBe("data_entry");
    expect((await proposalsOf(world, caseId)).map(({ status }) => status)).toEqual([
      "rolled_back",
      "pending",
    ]);
  });
});
