import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { autoStep } from "@/lib/automation/auto-step";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { runRules } from "@/lib/automation/run-rules";
import type { Context } from "@/lib/kernel/context";
import { resetDemo } from "@/lib/scenarios/reset-demo";
import { addEvent } from "@/lib/workflows/add-event";
import { addTask } from "@/lib/workflows/add-task";
import { availableDatabases } from "../support/test-database";
import {
  addCase,
  decide,
  execute,
  gate,
  openAllGates,
  propose,
  run,
  seedCase,
} from "./support/acts";
import { tally } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const times = <T>(count: number, call: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => call(index));

describe.each(await availableDatabases())("many callers at once on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  it("100 decisions on one proposal: one wins, 99 conflict", async () => {
    const id = await propose(admin, await addCase(admin));
    const verdict = (index: number) => (index % 2 === 0 ? "approve" : "reject");
    const outcomes = await tally(times(100, (index) => decide(admin, id, verdict(index))));
    expect(outcomes).toEqual({ ok: 1, conflict: 99 });
    expect(await world.db.decision.count({ where: { proposalId: id } })).toBe(1);
    expect(await world.db.ameEvent.count({ where: { proposalId: id, eventType: "decided" } })).toBe(
      1,
    );
  });

  it("100 executions of one proposal: one effect", async () => {
    const caseId = await addCase(admin);
    const id = await propose(admin, caseId);
    await decide(admin, id);
    const outcomes = await tally(times(100, () => execute(admin, id)));
    expect(outcomes).toEqual({ ok: 1, conflict: 99 });
    expect(await world.db.execution.count({ where: { proposalId: id } })).toBe(1);
    const moves = await world.db.event.count({
      where: { workflowId: caseId, eventType: "queue_changed" },
    });
    expect(moves).toBe(1);
  });

  it("20 rollbacks of one execution: one undoes it", async () => {
    const caseId = await addCase(admin);
    const executionId = await run(admin, caseId);
    const outcomes = await tally(
      times(20, () => rollbackExecution(admin, executionId, { reason: "twice" })),
    );
    expect(outcomes).toEqual({ ok: 1, conflict: 19 });
    expect((await world.db.workflow.findUniqueOrThrow({ where: { id: caseId } })).queue).toBe(
      "data_entry",
    );
  });

  it("fault-9 40 new tasks on one case: 40 rows, counted", async () => {
    const caseId = await addCase(admin);
    const outcomes = await tally(
      times(40, (index) => addTask(admin, caseId, { name: `Task ${index}` }, runRules)),
    );
    expect(outcomes).toEqual({ ok: 40 });
    expect(await world.db.task.count({ where: { workflowId: caseId } })).toBe(40);
    const { taskCount, version } = await world.db.workflow.findUniqueOrThrow({
      where: { id: caseId },
    });
    expect({ taskCount, version }).toEqual({ taskCount: 40, version: 41 });
  });

  it("40 new events on one case are numbered without a gap", async () => {
    const caseId = await addCase(admin);
    await tally(
      times(40, (index) =>
        addEvent(admin, caseId, { event_type: "note", payload: { index } }, runRules),
      ),
    );
    const rows = await world.db.event.findMany({
      where: { workflowId: caseId },
      orderBy: { sequence: "asc" },
    });
    expect(rows.map(({ sequence }) => sequence)).toEqual(times(40, (index) => index + 1));
  });

  it("fault-22 16 first proposals create one scope that counts 16", async () => {
    await world.db.trustScope.deleteMany({});
    const caseIds = [];
    for (let index = 0; index < 16; index += 1) {
      caseIds.push(await addCase(admin));
    }
    const outcomes = await tally(caseIds.map((caseId) => propose(admin, caseId)));
    expect(outcomes).toEqual({ ok: 16 });
    const scopes = await world.db.trustScope.findMany();
    expect(
      scopes.map(({ roleContext, proposalCount }) => ({ roleContext, proposalCount })),
    ).toEqual([{ roleContext: "", proposalCount: 16 }]);
    const scopeIds = await world.db.ameEvent.groupBy({
      by: ["scopeId"],
      where: { scopeId: scopes[0]?.id ?? 0 },
      _count: { _all: true },
    });
    expect(scopeIds.map(({ _count }) => _count._all)).toEqual([16]);
  });

  it("8 first writers of one gate leave one gate and 8 lines of history", async () => {
    await world.db.gate.deleteMany({});
    const outcomes = await tally(
      times(8, (index) => gate(admin, "kroger.notify_patient", index % 2 === 0, `try ${index}`)),
    );
    expect(outcomes).toEqual({ ok: 8 });
    const [stored, ...others] = await world.db.gate.findMany({ include: { changes: true } });
    expect(others).toEqual([]);
    expect(stored).toMatchObject({ changeCount: 8 });
    const changes = stored?.changes.toSorted((a, b) => Number(a.id - b.id)) ?? [];
    // Each line begins where the one before ended.
    expect(changes.map(({ fromState }) => fromState)).toEqual([
      "unset",
      ...changes.slice(0, -1).map(({ toState }) => toState),
    ]);
    await openAllGates(admin);
  });

  it("10 auto-steps of one case walk it at most one queue each", async () => {
    const caseId = await addCase(admin);
    await tally(times(10, () => autoStep(admin, caseId)));
    const moves = await world.db.event.findMany({
      where: { workflowId: caseId, eventType: "queue_changed" },
      orderBy: { sequence: "asc" },
    });
    expect(moves.map(({ payload }) => payload)).toMatchObject([
      { from: "data_entry", to: "pre_verification" },
      { from: "pre_verification", to: "dispensing" },
      { from: "dispensing", to: "verification" },
      { from: "verification", to: "will_call" },
    ]);
  });

  it("a rollback and the next step at once: one of them is refused", async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      const caseId = await addCase(admin);
      const first = await run(admin, caseId);
      const next = await propose(admin, caseId);
      await decide(admin, next);
      const outcomes = await tally([
        rollbackExecution(admin, first, { reason: "wrong" }),
        execute(admin, next),
      ]);
      expect(outcomes).toEqual({ ok: 1, conflict: 1 });
      const { queue } = await world.db.workflow.findUniqueOrThrow({ where: { id: caseId } });
      expect(["data_entry", "dispensing"]).toContain(queue);
    }
  });

  it("a rollback and a reset at once leave no half of a case", async () => {
    const outcomes = await tally(times(5, () => seedAndUndo()));
    expect(Object.keys(outcomes).filter((word) => word.startsWith("bug"))).toEqual([]);
    await resetDemo(admin);
    expect(await world.db.workflow.count({ where: { siteId: "dashboard_demo" } })).toBe(0);
    expect(await world.db.outboxMessage.count({ where: { siteId: "dashboard_demo" } })).toBe(0);
  });

  const seedAndUndo = async () => {
    const caseId = await seedCase(admin, "out_of_stock");
    await openAllGates(admin);
    const done = await run(admin, caseId, "notify_patient", { template: "delay" });
    const undoing = rollbackExecution(admin, done, { reason: "wrong" });
    // Both have ended before the next test begins, also when one of them is refused.
    await Promise.allSettled([resetDemo(admin), undoing]);
    await undoing;
  };

  it("different actions on different cases do not disturb each other", async () => {
    await openAllGates(admin);
    const caseIds: number[] = [];
    for (let index = 0; index < 12; index += 1) {
      caseIds.push(await addCase(admin));
    }
    expect(await tally(caseIds.map((caseId) => run(admin, caseId)))).toEqual({ ok: 12 });
  });
});
