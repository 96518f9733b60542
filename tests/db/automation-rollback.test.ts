import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { runRules } from "@/lib/automation/run-rules";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { addTask } from "@/lib/workflows/add-task";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { setTaskState } from "@/lib/workflows/set-task-state";
import { availableDatabases } from "../support/test-database";
import { addCase, openAllGates, run, seedCase } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

interface Example {
  action: string;
  scenario: string;
  payload: JsonObject;
}

const EXAMPLES: Example[] = [
  { action: "advance_queue", scenario: "happy_path", payload: { to_queue: "data_entry" } },
  {
    action: "resolve_rejection",
    scenario: "insurance_rejected_outdated",
    payload: { resolution: "update_coverage" },
  },
  { action: "request_renewal", scenario: "no_refills_prescriber", payload: { note: "urgent" } },
  {
    action: "notify_patient",
    scenario: "out_of_stock",
    payload: { template: "delay", channel: "sms" },
  },
  { action: "complete_task", scenario: "happy_path", payload: {} },
];

describe.each(await availableDatabases())("rollback on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  const rollback = (id: number) => rollbackExecution(admin, id, { reason: "a mistake" });

  /** What the case is, without what counts its changes and tells of them. */
  const stateOf = async (caseId: number) => {
    const { version, updatedAt, eventCount, moveCount, ...one } =
      await world.db.workflow.findUniqueOrThrow({
        where: { id: caseId },
      });
    const rows = await world.db.task.findMany({ where: { workflowId: caseId } });
    const tasks = rows.map(({ id, name, state, assignedTo }) => ({ id, name, state, assignedTo }));
    return { one, tasks };
  };

  const start = async ({ action, scenario, payload }: Example) => {
    const caseId = await seedCase(admin, scenario);
    const open = await world.db.task.findFirstOrThrow({
      where: { workflowId: caseId, state: { not: "completed" } },
    });
    const before = await stateOf(caseId);
    const filled = action === "complete_task" ? { task_id: Number(open.id) } : payload;
    return { caseId, before, executionId: await run(admin, caseId, action, filled) };
  };

  it.each(EXAMPLES)("of $action restores the case exactly", async (example) => {
    const { caseId, before, executionId } = await start(example);
    if (example.action !== "notify_patient") {
      expect(await stateOf(caseId)).not.toEqual(before);
    }
    await rollback(executionId);
    expect(await stateOf(caseId)).toEqual(before);
    const messages = await world.db.outboxMessage.findMany({ where: { workflowId: caseId } });
    expect(messages.map(({ status }) => status)).toEqual(
      ["notify_patient", "request_renewal"].includes(example.action) ? ["cancelled"] : [],
    );
    const { task_count, tasks, event_count, events } = await getWorkflow(admin, caseId);
    expect([task_count, event_count]).toEqual([tasks.length, events.length]);
  });

  it.each(EXAMPLES)("of $action works once", async (example) => {
    const { caseId, executionId } = await start(example);
    await rollback(executionId);
    const after = await stateOf(caseId);
    expect(await refusalOf(rollback(executionId))).toBe("conflict");
    expect(await stateOf(caseId)).toEqual(after);
  });

  it.each(EXAMPLES)("fault-19 of $action is refused after its window", async (example) => {
    const { caseId, executionId } = await start(example);
    const after = await stateOf(caseId);
    world.advanceMinutes(15.1);
    expect(await refusalOf(rollback(executionId))).toBe("conflict");
    expect(await stateOf(caseId)).toEqual(after);
  });

  it("is possible until the last moment of the window", async () => {
    const { executionId } = await start(EXAMPLES[0] as Example);
    world.advanceMinutes(15);
    expect(await refusalOf(rollback(executionId))).toBe("ok");
  });

  it.each(EXAMPLES.slice(0, 3))(
    "of $action is refused once the case has moved on",
    async (example) => {
      const { caseId, executionId } = await start(example);
      await run(admin, caseId);
      const after = await stateOf(caseId);
      expect(await refusalOf(rollback(executionId))).toBe("conflict");
      expect(await stateOf(caseId)).toEqual(after);
      const { rolledBackAt } = await world.db.execution.findUniqueOrThrow({
        where: { id: executionId },
      });
      expect(rolledBackAt).toBeNull();
    },
  );

  it("of complete_task is refused once somebody has changed the task", async () => {
    const { caseId, before, executionId } = await start(EXAMPLES[4] as Example);
    const task = before.tasks.find(({ state }) => state !== "completed");
    await setTaskState(admin, { id: caseId, tid: Number(task?.id) }, "failed", runRules);
    expect(await refusalOf(rollback(executionId))).toBe("conflict");
  });

  it("of request_renewal is refused once somebody has begun the new task", async () => {
    const { caseId, executionId } = await start(EXAMPLES[2] as Example);
    const task = await world.db.task.findFirstOrThrow({
      where: { workflowId: caseId },
      orderBy: { id: "desc" },
    });
    await setTaskState(admin, { id: caseId, tid: Number(task.id) }, "in_progress", runRules);
    expect(await refusalOf(rollback(executionId))).toBe("conflict");
    const messages = await world.db.outboxMessage.findMany({ where: { workflowId: caseId } });
    expect(messages.map(({ status }) => status)).toEqual(["waiting"]);
  });

  it("of a message that has left is refused", async () => {
    const { caseId, executionId } = await start(EXAMPLES[3] as Example);
    await world.db.outboxMessage.updateMany({
      where: { workflowId: caseId },
      data: { status: "sent" },
    });
    expect(await refusalOf(rollback(executionId))).toBe("conflict");
  });

  it("a message waits in the outbox as long as it can be taken back", async () => {
    const { caseId, executionId } = await start(EXAMPLES[3] as Example);
    const { availableAt } = await world.db.outboxMessage.findFirstOrThrow({
      where: { workflowId: caseId },
    });
    const execution = await world.db.execution.findUniqueOrThrow({ where: { id: executionId } });
    expect(availableAt).toEqual(execution.reversibleUntil);
  });

  it("keeps what nobody touched: attributes that are null, and those of other names", async () => {
    const attributes = { reject_code: "68", note: null, deep: { b: [1, { c: null }], a: "ä" } };
    const caseId = await addCase(admin, { queue: "rejection_resolution", attributes });
    const before = await stateOf(caseId);
    const executionId = await run(admin, caseId, "resolve_rejection", { resolution: "resubmit" });
    expect((await stateOf(caseId)).one.attributes).toMatchObject({ note: null });
    await rollback(executionId);
    expect(await stateOf(caseId)).toEqual(before);
  });

  it("of an enterprise call works like any other", async () => {
    const caseId = await addCase(admin);
    const before = await stateOf(caseId);
    const { result } = await executeGovernedAction(admin, {
      workflow_id: caseId,
      action_type: "advance_queue",
      metadata: {},
    });
    await rollback(Number(result["execution_id"]));
    expect(await stateOf(caseId)).toEqual(before);
  });

  it("does not undo what others added meanwhile", async () => {
    const { caseId, executionId } = await start(EXAMPLES[2] as Example);
    await addTask(admin, caseId, { name: "Call back" }, runRules);
    await rollback(executionId);
    const { tasks, task_count } = await getWorkflow(admin, caseId);
    expect(tasks.map(({ name }) => name)).toContain("Call back");
    expect(task_count).toBe(tasks.length);
  });

  it("is a pharmacist's, with a reason, and only of one's own tenant", async () => {
    const { executionId } = await start(EXAMPLES[0] as Example);
    const as = (ctx: Context) => refusalOf(rollbackExecution(ctx, executionId, { reason: "x" }));
    expect(await as(world.as("technician"))).toBe("forbidden");
    expect(await as(world.as("admin", "other"))).toBe("not_found");
    expect(await as(world.as("pharmacist"))).toBe("ok");
  });
});
