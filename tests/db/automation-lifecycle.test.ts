import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { listPendingProposals } from "@/lib/automation/list-pending-proposals";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { runRules } from "@/lib/automation/run-rules";
import type { Context } from "@/lib/kernel/context";
import { addTask } from "@/lib/workflows/add-task";
import { setTaskState } from "@/lib/workflows/set-task-state";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose, run, seedCase } from "./support/acts";
import { refusalOf, tally } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("a proposal on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  const statusOf = async (id: string) =>
    (await world.db.proposal.findUniqueOrThrow({ where: { id } })).status;
  const queueOf = async (id: number) =>
    (await world.db.workflow.findUniqueOrThrow({ where: { id } })).queue;

  it("goes from proposed through approved to executed and back, with an audit entry each", async () => {
    const caseId = await seedCase(admin, "happy_path");
    const id = await propose(admin, caseId, "advance_queue", { to_queue: "data_entry" });
    expect(await queueOf(caseId)).toBe("inbound_comms");

    const { proposal: approved } = await decide(admin, id, "approve", "matches");
    expect(approved).toMatchObject({ status: "approved", approved_by: "user:admin" });
    expect(await queueOf(caseId)).toBe("inbound_comms");

    const executed = await execute(admin, id);
    expect(executed.proposal).toMatchObject({ status: "executed", executed_by: "user:admin" });
    expect(executed.reversible_until).toBe("2026-03-02T09:45:00.123Z");
    expect(executed.case).toMatchObject({ queue: "data_entry", state: "pending_access" });

    await rollbackExecution(admin, executed.execution_id, { reason: "wrong patient" });
    const { case: after, proposals, timeline } = await getCaseDetail(admin, caseId);
    expect(after).toMatchObject({ queue: "inbound_comms", state: "ordered" });
    expect(proposals[0]?.audit.map(({ event }) => event)).toEqual([
      "proposed",
      "approved",
      "executed",
      "rolled_back",
    ]);
    expect(timeline.map(({ action }) => action)).toEqual([
      "execution.rollback",
      "proposal.execute",
      "proposal.approve",
      "proposal.create",
      "case.create",
    ]);
  });

  it("fault-38 is decided and run by whoever holds the key, not by the name in the body", async () => {
    const caseId = await addCase(admin);
    const id = await propose(admin, caseId);
    await decide(admin, id);
    const { proposal } = await execute(admin, id);
    expect(proposal).toMatchObject({
      approved_by: "user:admin",
      executed_by: "user:admin",
    });
    const decision = await world.db.decision.findFirst({ where: { proposalId: id } });
    expect(decision).toMatchObject({ actorId: "user:admin", claimedBy: "somebody else" });
  });

  it("can be rejected, and then neither approved nor run", async () => {
    const id = await propose(admin, await addCase(admin));
    const { proposal } = await decide(admin, id, "reject", "no");
    expect(proposal).toMatchObject({ status: "rejected", approved_by: null });
    expect(proposal.rejected_by).toBe("user:admin");
    expect(await refusalOf(decide(admin, id))).toBe("conflict");
    expect(await refusalOf(execute(admin, id))).toBe("conflict");
  });

  it("stays pending when it is deferred, even in the millisecond it was proposed in", async () => {
    const id = await propose(admin, await addCase(admin));
    const { proposal } = await decide(admin, id, "defer", "later");
    expect(proposal).toMatchObject({ status: "pending", approved_by: null });
    await decide(admin, id, "defer");
    expect((await decide(admin, id)).proposal.status).toBe("approved");
  });

  it("is not run before it is approved, nor twice", async () => {
    const id = await propose(admin, await addCase(admin));
    expect(await refusalOf(execute(admin, id))).toBe("conflict");
    await decide(admin, id);
    await execute(admin, id);
    expect(await refusalOf(execute(admin, id))).toBe("conflict");
  });

  it("answers 404 to an unknown id and 400 to an unknown decision", async () => {
    expect(await refusalOf(decide(admin, "nothing"))).toBe("not_found");
    expect(await refusalOf(execute(admin, "nothing"))).toBe("not_found");
    expect(await refusalOf(rollbackExecution(admin, 999_999, { reason: "x" }))).toBe("not_found");
    const id = await propose(admin, await addCase(admin));
    expect(await refusalOf(decide(admin, id, "maybe"))).toBe("bad_request");
  });

  it("fault-13 names only a queue that the pack allows next", async () => {
    const caseId = await seedCase(admin, "happy_path");
    for (const to_queue of ["verification", "nowhere", "inbound_comms", "will_call"]) {
      expect(await refusalOf(propose(admin, caseId, "advance_queue", { to_queue }))).toBe(
        "invalid",
      );
    }
  });

  it.each(["decide", "execute"])(
    "fault-14 turns stale on %s when the case has moved",
    async (at) => {
      const caseId = await seedCase(admin, "happy_path");
      const late = await propose(admin, caseId);
      if (at === "execute") {
        await decide(admin, late);
      }
      await run(admin, caseId);
      expect(await refusalOf(at === "execute" ? execute(admin, late) : decide(admin, late))).toBe(
        "conflict",
      );
      expect(await statusOf(late)).toBe("stale");
      expect(await queueOf(caseId)).toBe("data_entry");
    },
  );

  it("fault-14 tells no decision or execution of a proposal that turned stale", async () => {
    const caseId = await seedCase(admin, "happy_path");
    const [undecided, approved] = [await propose(admin, caseId), await propose(admin, caseId)];
    await decide(admin, approved);
    await run(admin, caseId);
    await refusalOf(decide(admin, undecided));
    await refusalOf(execute(admin, approved));

    const rows = await world.db.proposal.findMany({ where: { id: { in: [undecided, approved] } } });
    expect(rows.map(({ executedBy, executedAt }) => ({ executedBy, executedAt }))).toEqual([
      { executedBy: null, executedAt: null },
      { executedBy: null, executedAt: null },
    ]);
    expect(rows.find(({ id }) => id === undecided)?.decidedBy).toBeNull();
    expect(rows.map(({ status }) => status)).toEqual(["stale", "stale"]);
    const entry = await world.db.auditEntry.findFirstOrThrow({
      where: { action: "proposal.execute", workflowId: caseId },
    });
    const { outdated_proposals: outdated } = entry.after as { outdated_proposals: string[] };
    expect([...outdated].sort()).toEqual([undecided, approved].sort());
  });

  it("fault-14 turns stale also when the case has come back to the queue it stood in", async () => {
    const caseId = await addCase(admin);
    const late = await propose(admin, caseId);
    await decide(admin, late);
    await run(admin, caseId, "advance_queue", { to_queue: "rejection_resolution" });
    await run(admin, caseId, "resolve_rejection", { resolution: "resubmit" });
    expect(await queueOf(caseId)).toBe("data_entry");
    expect(await refusalOf(execute(admin, late))).toBe("conflict");
    expect(await statusOf(late)).toBe("stale");
  });

  it("a technician may not approve a pharmacist's step, nor run it at once", async () => {
    const technician = world.as("technician");
    const caseId = await seedCase(admin, "controlled_refill");
    const id = await propose(technician, caseId, "advance_queue", { to_queue: "dispensing" });
    expect(await refusalOf(decide(technician, id))).toBe("forbidden");
    expect(await statusOf(id)).toBe("pending");
    expect((await decide(world.as("pharmacist"), id)).proposal.status).toBe("approved");
  });

  it("a pharmacist alone approves an override, a DUR answer and the tasks of a clinical queue", async () => {
    const technician = world.as("technician");
    const rejected = await seedCase(admin, "insurance_rejected_outdated");
    const override = await propose(technician, rejected, "resolve_rejection", {
      resolution: "override",
      reason_code: "prescriber_confirmed",
      note: "The office has called back",
    });
    const clinical = await seedCase(admin, "controlled_refill");
    const { id: taskId } = await addTask(
      admin,
      clinical,
      { name: "Check the interaction" },
      runRules,
    );
    const task = await propose(technician, clinical, "complete_task", { task_id: taskId });
    for (const id of [override, task]) {
      expect(await refusalOf(decide(technician, id))).toBe("forbidden");
    }
  });

  it("readers may do nothing", async () => {
    const reader = world.as("read_only");
    const caseId = await addCase(admin);
    const id = await propose(admin, caseId);
    const calls = [propose(reader, caseId), decide(reader, id), execute(reader, id)];
    const undo = rollbackExecution(reader, 1, { reason: "x" });
    expect(await tally([...calls, undo])).toEqual({ forbidden: 4 });
  });

  it("fault-12 fault-11 an enterprise call names a real task, a real step and meets the gate", async () => {
    const caseId = await addCase(admin, { tasks: ["Call"] });
    const call = (action_type: string, more: object = {}) =>
      executeGovernedAction(admin, { workflow_id: caseId, action_type, metadata: {}, ...more });
    expect(await refusalOf(call("approve_task"))).toBe("invalid");
    expect(await refusalOf(call("approve_task", { metadata: { task_id: 12_345 } }))).toBe(
      "invalid",
    );
    expect(await refusalOf(call("teleport"))).toBe("invalid");
    expect(await refusalOf(call("advance_queue", { from_state: "dispensing" }))).toBe("conflict");
    expect(await refusalOf(call("advance_queue", { to_state: "will_call" }))).toBe("invalid");
    expect(await queueOf(caseId)).toBe("data_entry");
    const done = await call("advance_queue", { to_state: "pre_verification" });
    expect(done.result).toMatchObject({
      previous_queue: "data_entry",
      new_queue: "pre_verification",
    });
    expect(await world.db.auditEntry.count({ where: { id: done.audit_id } })).toBe(1);
  });

  it("is not approved for a task that somebody has done meanwhile", async () => {
    const caseId = await addCase(admin, { tasks: ["Call"] });
    const task = await world.db.task.findFirstOrThrow({ where: { workflowId: caseId } });
    const id = await propose(admin, caseId, "complete_task", { task_id: Number(task.id) });
    await setTaskState(admin, { id: caseId, tid: Number(task.id) }, "completed", runRules);
    expect(await refusalOf(decide(admin, id))).toBe("conflict");
  });

  it("waits in one list, oldest first, until it is decided", async () => {
    const before = (await listPendingProposals(admin, { limit: 1 })).count;
    const caseId = await addCase(admin);
    const ids = [await propose(admin, caseId), await propose(admin, caseId)];
    const list = await listPendingProposals(admin, { limit: 100 });
    expect(list.count).toBe(before + 2);
    expect(list.items.slice(-2).map(({ id }) => id)).toEqual(ids);
    await decide(admin, ids[0] ?? "", "reject");
    expect((await listPendingProposals(admin, { limit: 1 })).count).toBe(before + 1);
  });
});
