import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { listPendingProposals } from "@/lib/automation/list-pending-proposals";
import { runRules } from "@/lib/automation/run-rules";
import type { Context } from "@/lib/kernel/context";
import { addEvent } from "@/lib/workflows/add-event";
import { addTask } from "@/lib/workflows/add-task";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { listEvents } from "@/lib/workflows/list-events";
import { listTasks } from "@/lib/workflows/list-tasks";
import { listWorkflows } from "@/lib/workflows/list-workflows";
import { setTaskState } from "@/lib/workflows/set-task-state";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose } from "./support/acts";
import { refusalOf, tally } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("cases on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  it("fault-1 stores and answers an event whose payload is an object", async () => {
    const caseId = await addCase(admin);
    const stored = await addEvent(
      admin,
      caseId,
      { event_type: "note", payload: { a: 1 } },
      runRules,
    );
    expect(stored).toMatchObject({ workflow_id: caseId, event_type: "note", payload: { a: 1 } });
    expect((await listEvents(admin, caseId, { limit: 10 })).items).toEqual([stored]);
  });

  it("fault-5 a read after every write shows the write", async () => {
    const caseId = await addCase(admin);
    await getWorkflow(admin, caseId);
    const task = await addTask(admin, caseId, { name: "Call" }, runRules);
    expect((await getWorkflow(admin, caseId)).tasks).toEqual([task]);
    await setTaskState(admin, { id: caseId, tid: task.id }, "failed", runRules);
    expect((await getWorkflow(admin, caseId)).tasks[0]?.state).toBe("failed");
    await addEvent(admin, caseId, { event_type: "note", payload: {} }, runRules);
    const read = await getWorkflow(admin, caseId);
    expect(read.events.map(({ event_type }) => event_type)).toEqual(["note"]);
    expect(read).toMatchObject({ task_count: 1, event_count: 1, version: 4 });
  });

  it("fault-11 fault-27 the queue is stored and survives the reading", async () => {
    const caseId = await addCase(admin, { queue: "verification" });
    expect(await getWorkflow(admin, caseId)).toMatchObject({
      queue: "verification",
      state: "dispensed",
    });
    await executeGovernedAction(admin, {
      workflow_id: caseId,
      action_type: "advance_queue",
      metadata: {},
    });
    expect(await getWorkflow(admin, caseId)).toMatchObject({
      queue: "will_call",
      state: "completed",
    });
    const { isOpen } = await world.db.workflow.findUniqueOrThrow({ where: { id: caseId } });
    expect(isOpen).toBe(false);
  });

  it("shows the newest 200 tasks and events of a case with more, and counts them all", async () => {
    const caseId = await addCase(admin);
    const at = world.clock.now;
    await world.db.task.createMany({
      data: Array.from({ length: 250 }, (_, i) => ({
        workflowId: caseId,
        name: `Task ${i + 1}`,
        state: "pending",
        createdAt: at,
        updatedAt: at,
      })),
    });
    await world.db.workflow.update({ where: { id: caseId }, data: { taskCount: 250, version: 2 } });
    const { tasks, task_count } = await getWorkflow(admin, caseId);
    expect(task_count).toBe(250);
    expect(tasks.map(({ name }) => name)).toEqual(
      Array.from({ length: 200 }, (_, i) => `Task ${i + 51}`),
    );
    const [listed] = (await listWorkflows(admin, { limit: 1 })).items;
    expect(listed?.tasks.map(({ name }) => name)[0]).toBe("Task 231");
  });

  it("refuses a queue that the pack does not have", async () => {
    expect(await refusalOf(addCase(admin, { queue: "<b>somewhere</b>" }))).toBe("invalid");
  });

  it("filters by queue and state, newest first", async () => {
    const [first, second] = [
      await addCase(admin, { queue: "dispensing" }),
      await addCase(admin, { queue: "dispensing" }),
    ];
    const page = await listWorkflows(admin, { limit: 10, queue: "dispensing" });
    expect(page.items.map(({ id }) => id)).toEqual([second, first]);
    const byState = await listWorkflows(admin, { limit: 10, state: "access_granted" });
    expect(byState.items.map(({ id }) => id)).toEqual([second, first]);
    expect((await listWorkflows(admin, { limit: 10, queue: "nowhere" })).items).toEqual([]);
  });

  it("answers not_found to ids that no row can have", async () => {
    for (const id of [-1, 0, 999_999, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
      expect(await refusalOf(getWorkflow(admin, id))).toBe("not_found");
      expect(await refusalOf(getCaseDetail(admin, id))).toBe("not_found");
      expect(await refusalOf(addTask(admin, id, { name: "x" }, runRules))).toBe("not_found");
      expect(await refusalOf(propose(admin, id))).toBe("not_found");
      expect(await refusalOf(setTaskState(admin, { id, tid: 1 }, "failed", runRules))).toBe(
        "not_found",
      );
    }
    const caseId = await addCase(admin);
    for (const tid of [-1, 0, Number.MAX_SAFE_INTEGER]) {
      expect(await refusalOf(setTaskState(admin, { id: caseId, tid }, "failed", runRules))).toBe(
        "not_found",
      );
    }
  });

  it("a task is reached through its own case only", async () => {
    const [mine, another] = [await addCase(admin), await addCase(admin)];
    const task = await addTask(admin, mine, { name: "Call" }, runRules);
    const target = { id: another, tid: task.id };
    expect(await refusalOf(setTaskState(admin, target, "failed", runRules))).toBe("not_found");
    const payload = { task_id: task.id };
    expect(await refusalOf(propose(admin, another, "complete_task", payload))).toBe("invalid");
  });

  it("fault-36 another tenant finds nothing of it by id and sees nothing of it in lists", async () => {
    const caseId = await addCase(admin, { tasks: ["Call"] });
    const task = await world.db.task.findFirstOrThrow({ where: { workflowId: caseId } });
    const proposalId = await propose(admin, caseId);
    const other = world.as("admin", "other");
    const calls = [
      getWorkflow(other, caseId),
      getCaseDetail(other, caseId),
      listTasks(other, caseId, { limit: 10 }),
      listEvents(other, caseId, { limit: 10 }),
      addTask(other, caseId, { name: "x" }, runRules),
      addEvent(other, caseId, { event_type: "note", payload: {} }, runRules),
      setTaskState(other, { id: caseId, tid: Number(task.id) }, "failed", runRules),
      propose(other, caseId),
      decide(other, proposalId),
      execute(other, proposalId),
    ];
    expect(await tally(calls)).toEqual({ not_found: calls.length });
    expect((await listWorkflows(other, { limit: 10 })).items).toEqual([]);
    expect(await listPendingProposals(other, { limit: 10 })).toMatchObject({ count: 0, items: [] });
    expect((await listAuditEntries(other, { limit: 10 })).items).toEqual([]);
    expect((await listAuditEntries(other, { limit: 10, case_id: caseId })).items).toEqual([]);
  });
});
