import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { listGates } from "@/lib/governance/list-gates";
import type { EmbeddedJobEngine } from "@/lib/jobs/embedded-job-engine";
import type { Context } from "@/lib/kernel/context";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { resetDemo } from "@/lib/scenarios/reset-demo";
import { seedScenarios } from "@/lib/scenarios/seed-scenarios";
import { simulate } from "@/lib/scenarios/simulate";
import { simulateJob } from "@/lib/scenarios/simulate-job";
import { availableDatabases } from "../support/test-database";
import { addCase, gate, openAllGates, propose, run, seedCase } from "./support/acts";
import { startRunner } from "./support/job-runner";
import { refusalOf, tally } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("the demo's reset on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  let runner: EmbeddedJobEngine;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    runner = startRunner(admin, [simulateJob]);
  });
  afterAll(async () => {
    await runner.stop();
    await world.close();
  });

  it("fault-10 ends while gates are open, closes them and removes the demo site only", async () => {
    await openAllGates(admin);
    const demo = await seedCase(admin, "out_of_stock");
    await run(admin, demo, "notify_patient", { template: "delay" });
    const own = await addCase(admin, { queue: "dispensing" });
    await run(admin, own, "notify_patient", { template: "delay" });
    const other = world.as("admin", "other");
    const foreign = await seedCase(other, "happy_path");
    await propose(other, foreign);
    await gate(other, "kroger.notify_patient", true);
    const entriesBefore = await world.db.auditEntry.count();

    const { message } = await resetDemo(admin);

    expect(message).toContain("1 demo cases");
    const left = await world.db.workflow.findMany({ orderBy: { id: "asc" } });
    expect(left.map(({ id }) => Number(id))).toEqual([own, foreign]);
    expect(await world.db.proposal.count({ where: { workflowId: demo } })).toBe(0);
    expect(await world.db.execution.count({ where: { workflowId: own } })).toBe(1);
    expect((await world.db.outboxMessage.findMany()).map(({ siteId }) => siteId)).toEqual([
      "default",
    ]);
    expect((await listGates(admin)).filter(({ state }) => state !== "unset")).toEqual([]);
    expect((await listGates(other)).filter(({ enabled }) => enabled)).toHaveLength(1);
    expect(await world.db.ameEvent.count({ where: { tenantId: "default" } })).toBe(0);
    expect(await world.db.ameEvent.count({ where: { tenantId: "other" } })).toBe(1);
    expect(await world.db.auditEntry.count()).toBe(entriesBefore + 1);
    const [latest] = (await listAuditEntries(admin, { limit: 1 })).items;
    expect(latest).toMatchObject({ action: "demo.reset", before: { cases: 1 } });
  });

  it("keeps the history of every gate", async () => {
    const before = await world.db.gateChange.count();
    await gate(admin, "kroger.notify_patient", true);
    await resetDemo(admin);
    expect(await world.db.gateChange.count()).toBe(before + 2);
  });

  it("can be repeated, and at once", async () => {
    await seedScenarios(admin, { scenario_id: "", seed_all: true });
    await openAllGates(admin);
    expect(await tally([resetDemo(admin), resetDemo(admin), resetDemo(admin)])).toEqual({ ok: 3 });
    expect(
      await world.db.workflow.count({ where: { siteId: "dashboard_demo", tenantId: "default" } }),
    ).toBe(0);
  });

  it("is an administrator's", async () => {
    expect(await refusalOf(resetDemo(world.as("supervisor")))).toBe("forbidden");
  });

  it("fault-25 seeding again adds cases and drops no proposal", async () => {
    const caseId = await seedCase(admin, "happy_path");
    const id = await propose(admin, caseId);
    const { count } = await seedScenarios(admin, { scenario_id: "", seed_all: true });
    expect(count).toBe(DEFAULT_PACK.scenarios.length);
    expect(await world.db.proposal.count({ where: { id } })).toBe(1);
  });

  it("fault-26 simulates up to 1,000 cycles, of demo cases only", async () => {
    const caseId = await seedCase(admin, "happy_path");
    const input = { workflow_id: caseId, cycles: 1000, repeat_tasks: true };
    const { answer: done, isDone } = await simulate(admin, input);
    expect(isDone).toBe(true);
    expect(done).toMatchObject({ did: 1000, events: 1000, tasks: 1000 });
    expect(done.job).toMatchObject({ status: "succeeded", progress: 1000, progress_total: 1000 });
    expect(await world.db.event.count({ where: { workflowId: caseId } })).toBe(1004);
    expect(done.workflow).toMatchObject({ event_count: 1004, task_count: 1002 });
    expect(done.workflow.events).toHaveLength(200);
    expect(done.workflow.events.at(-1)?.payload).toMatchObject({ cycle: 1000 });
    const own = await addCase(admin);
    const call = { workflow_id: own, cycles: 1, repeat_tasks: false };
    expect(await refusalOf(simulate(admin, call))).toBe("not_found");
  });

  it("simulating no cycle or fewer does nothing to the case's history", async () => {
    const caseId = await seedCase(admin, "happy_path");
    for (const cycles of [0, -5]) {
      const input = { workflow_id: caseId, cycles, repeat_tasks: true };
      const { answer: done } = await simulate(admin, input);
      expect(done).toMatchObject({ did: 0, events: 0, tasks: 0, job: null });
    }
  });
});
