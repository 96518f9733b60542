import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { runRules } from "@/lib/automation/run-rules";
import type { Context } from "@/lib/kernel/context";
import { recordPharmacistPreverification } from "@/lib/scenarios/record-pharmacist-preverification";
import { addTask } from "@/lib/workflows/add-task";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { setTaskState } from "@/lib/workflows/set-task-state";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose, run, seedCase } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("what must not happen on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  const rollback = (id: number) => rollbackExecution(admin, id, { reason: "a mistake" });

  it("a rollback never undoes a later stay in the same queue", async () => {
    const caseId = await addCase(admin);
    const first = await run(admin, caseId, "advance_queue", { to_queue: "rejection_resolution" });
    await run(admin, caseId, "resolve_rejection", { resolution: "resubmit" });
    const third = await run(admin, caseId, "advance_queue", { to_queue: "rejection_resolution" });
    expect(await refusalOf(rollback(first))).toBe("conflict");
    expect((await getWorkflow(admin, caseId)).queue).toBe("rejection_resolution");
    expect(await refusalOf(rollback(third))).toBe("ok");
  });

  it("a finished task is not reopened once the case has moved on", async () => {
    const caseId = await addCase(admin);
    const task = await addTask(admin, caseId, { name: "Type the sig" }, runRules);
    const done = await run(admin, caseId, "complete_task", { task_id: task.id });
    await run(admin, caseId);
    expect(await refusalOf(rollback(done))).toBe("conflict");
  });

  it("a technician does not complete a pharmacist's review, by no way", async () => {
    const technician = world.as("technician");
    const caseId = await addCase(admin, { queue: "pre_verification" });
    const task = await addTask(admin, caseId, { name: "Complete the DUR" }, runRules);
    const target = { id: caseId, tid: task.id };
    expect(await refusalOf(setTaskState(technician, target, "completed", runRules))).toBe(
      "forbidden",
    );
    expect(await refusalOf(setTaskState(technician, target, "in_progress", runRules))).toBe("ok");
    expect(
      await refusalOf(setTaskState(world.as("pharmacist"), target, "completed", runRules)),
    ).toBe("ok");
  });

  it("a patient is told nothing untrue, and nothing twice", async () => {
    const caseId = await seedCase(admin, "insurance_rejected_outdated");
    const tell = (template: string) => propose(admin, caseId, "notify_patient", { template });
    expect(await refusalOf(tell("ready_for_pickup"))).toBe("conflict");
    const sent = await run(admin, caseId, "notify_patient", { template: "insurance_problem" });
    expect(await refusalOf(tell("insurance_problem"))).toBe("conflict");
    await rollback(sent);
    expect(await refusalOf(tell("insurance_problem"))).toBe("ok");
  });

  it("no renewal is asked for a drug with refills left, nor for one in schedule II", async () => {
    const ask = async (attributes: Parameters<typeof addCase>[1]) =>
      refusalOf(
        propose(
          admin,
          await addCase(admin, { ...attributes, queue: "contact_manager" }),
          "request_renewal",
        ),
      );
    const drug = { name: "oxyCODONE", strength: "5 mg", form: "tablet", schedule: "C-II" };
    expect(await ask({ attributes: { refills_remaining: 3 } })).toBe("conflict");
    expect(await ask({ attributes: { refills_remaining: 0, drug } })).toBe("blocked");
    expect(await ask({ attributes: { refills_remaining: 0 } })).toBe("ok");
  });

  it("a controlled drug is not refilled early by an override", async () => {
    const drug = { name: "zolpidem", strength: "10 mg", form: "tablet", schedule: "C-IV" };
    const caseId = await addCase(admin, {
      queue: "rejection_resolution",
      attributes: { reject_code: "79", drug },
    });
    const why = { reason_code: "lost_or_damaged", note: "Lost on the way" };
    const resolve = (resolution: string) =>
      refusalOf(propose(admin, caseId, "resolve_rejection", { resolution, ...why }));
    expect(await resolve("override")).toBe("blocked");
    expect(await resolve("schedule_refill")).toBe("ok");
  });

  it("proposals made before a move do not go on waiting", async () => {
    const caseId = await addCase(admin);
    const left = await propose(admin, caseId);
    await run(admin, caseId);
    const row = await world.db.proposal.findUniqueOrThrow({ where: { id: left } });
    expect(row.status).toBe("stale");
  });

  it("a pharmacist's refusal stops what was approved before it", async () => {
    const caseId = await addCase(admin, { queue: "pre_verification" });
    const id = await propose(admin, caseId);
    await decide(admin, id);
    await recordPharmacistPreverification(admin, { workflow_id: caseId, decision: "declined" });
    expect(await refusalOf(execute(admin, id))).toBe("conflict");
    expect((await getWorkflow(admin, caseId)).queue).toBe("pre_verification");
  });

  it("a technician does not complete a pharmacist's task in another queue either", async () => {
    const caseId = await addCase(admin);
    const task = await addTask(
      admin,
      caseId,
      {
        name: "Check",
        assigned_to: "Pharmacist K. Novak",
      },
      runRules,
    );
    const target = { id: caseId, tid: task.id };
    const technician = world.as("technician");
    expect(await refusalOf(setTaskState(technician, target, "completed", runRules))).toBe(
      "forbidden",
    );
  });
});
