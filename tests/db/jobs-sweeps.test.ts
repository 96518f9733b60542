import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expireProposalsJob } from "@/lib/automation/expire-proposals-job";
import { missedOutcomesJob } from "@/lib/automation/mark-missed-outcomes";
import { releaseMessagesJob } from "@/lib/automation/release-messages-job";
import { housekeepingJob } from "@/lib/background/housekeeping-job";
import type { JobDefinition } from "@/lib/jobs/job-definition";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose, run } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { runSchedule } from "./support/run-schedule";
import { openWorld, type TestWorld } from "./support/test-world";

const HOUR_MINUTES = 60;

describe.each(await availableDatabases())("the schedules on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  const sweep = (definition: JobDefinition) => runSchedule(world, definition);
  const statusOf = async (id: string) =>
    (await world.db.proposal.findUniqueOrThrow({ where: { id } })).status;
  const entriesOf = (action: string) =>
    world.db.auditEntry.findMany({ where: { action }, orderBy: { id: "asc" } });

  it("expire proposals that nobody has decided or run in 72 hours, and no others", async () => {
    const caseId = await addCase(admin);
    const [pending, approved, rejected] = [
      await propose(admin, caseId),
      await propose(admin, caseId),
      await propose(admin, caseId),
    ];
    await decide(admin, approved);
    await decide(admin, rejected, "reject");
    expect(await sweep(expireProposalsJob)).toEqual({ expired: 0 });
    world.advanceMinutes(72 * HOUR_MINUTES);
    expect(await refusalOf(decide(admin, pending, "defer"))).toBe("ok");
    world.advanceMinutes(1);
    const fresh = await propose(admin, caseId);
    // Refused before anything has marked them.
    await expect(decide(admin, pending)).rejects.toThrow(/has expired.*propose anew/);
    await expect(execute(admin, approved)).rejects.toThrow(/has expired.*propose anew/);
    expect(await sweep(expireProposalsJob)).toEqual({ expired: 2 });
    expect(await Promise.all([pending, approved, rejected, fresh].map(statusOf))).toEqual([
      "expired",
      "expired",
      "rejected",
      "pending",
    ]);
    const entries = await entriesOf("proposal.expire");
    expect(entries.map(({ subjectId }) => subjectId).sort()).toEqual([pending, approved].sort());
    expect(entries[0]).toMatchObject({
      actorId: "job:proposals.expire",
      workflowId: BigInt(caseId),
    });
    await expect(decide(admin, pending, "reject")).rejects.toThrow(/has expired/);
  });

  it("expire more than a batch", async () => {
    const caseId = await addCase(admin);
    const id = await propose(admin, caseId);
    const { payload, features, ...row } = await world.db.proposal.findUniqueOrThrow({
      where: { id },
    });
    const copies = Array.from({ length: 120 }, (_, n) => ({
      ...row,
      payload: payload ?? {},
      features: features ?? {},
      id: `copy-${n}`,
    }));
    await world.db.proposal.createMany({ data: copies });
    world.advanceMinutes(73 * HOUR_MINUTES);
    const open = await world.db.proposal.count({ where: { status: "pending" } });
    expect(open).toBeGreaterThan(120);
    expect(await sweep(expireProposalsJob)).toEqual({ expired: open });
  });

  it("release messages that can no longer be taken back, without their contents", async () => {
    await world.db.outboxMessage.deleteMany();
    const caseId = await addCase(admin, { queue: "dispensing" });
    await run(admin, caseId, "notify_patient", { template: "delay" });
    const message = await world.db.outboxMessage.findFirstOrThrow();
    world.clock.now = new Date(message.availableAt.getTime() - 1);
    expect(await sweep(releaseMessagesJob)).toEqual({ released: 0 });
    world.clock.now = message.availableAt;
    expect(await sweep(releaseMessagesJob)).toEqual({ released: 1 });
    expect(await sweep(releaseMessagesJob)).toEqual({ released: 0 });
    const { status } = await world.db.outboxMessage.findFirstOrThrow();
    expect(status).toBe("released");
    const [entry, ...others] = await entriesOf("message.release");
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ subjectId: String(message.id), workflowId: BigInt(caseId) });
    expect(entry?.after).toEqual({ topic: message.topic });
  });

  it("count an outcome that stayed out as bad news, once", async () => {
    const caseId = await addCase(admin);
    const id = await run(admin, caseId);
    const due = { outcomeDueAt: world.clock.now };
    await world.db.execution.update({ where: { id }, data: due });
    const reported = await world.db.execution.create({
      data: {
        tenantId: "default",
        siteId: "north",
        queue: "data_entry",
        roleContext: "tech",
        actionType: "refill",
        effects: [],
        moveCount: 0,
        actorId: "api_key:ehr",
        executedAt: world.clock.now,
        ...due,
      },
    });
    expect(await sweep(missedOutcomesJob)).toEqual({ missed: 2 });
    expect(await sweep(missedOutcomesJob)).toEqual({ missed: 0 });
    const events = await world.db.ameEvent.findMany({ where: { eventType: "outcome_missed" } });
    expect(events.map(({ executionId }) => Number(executionId)).sort()).toEqual(
      [id, Number(reported.id)].sort(),
    );
    const ours = events.find(({ executionId }) => Number(executionId) === id);
    expect(ours).toMatchObject({
      onceKey: `outcome_missed:${ours?.proposalId}`,
      predictedConfidence: 0.81,
      outcomeSuccess: false,
    });
    const scope = await world.db.trustScope.findFirstOrThrow({ where: { siteId: "north" } });
    expect(scope).toMatchObject({ missedOutcomeCount: 1, failureCount: 1, roleContext: "tech" });
    expect(await entriesOf("outcome.missed")).toHaveLength(2);
  });

  it("remove jobs that ended long ago, dead ones later, cancelled schedules never", async () => {
    await world.db.job.deleteMany();
    const ended = (kind: string, status: string, days: number, everySeconds: number | null) => ({
      tenantId: "default",
      kind,
      payload: {},
      status,
      everySeconds,
      runAt: world.clock.now,
      createdBy: "test",
      requestId: "test",
      createdAt: world.clock.now,
      updatedAt: world.clock.now,
      finishedAt: new Date(world.clock.now.getTime() - days * 86_400_000),
    });
    await world.db.job.createMany({
      data: [
        ended("old success", "succeeded", 8, null),
        ended("old cancel", "cancelled", 8, null),
        ended("old death", "dead", 31, null),
        ended("new success", "succeeded", 6, null),
        ended("new death", "dead", 29, null),
        ended("schedule", "cancelled", 100, 60),
      ],
    });
    await world.db.idempotencyKey.create({
      data: {
        tenantId: "default",
        actorId: "test",
        key: "old",
        requestHash: "test",
        createdAt: new Date(0),
        expiresAt: new Date(world.clock.now.getTime() - 1),
      },
    });
    expect(await sweep(housekeepingJob)).toMatchObject({
      jobs: 3,
      events: 0,
      lost_deliveries: 0,
      deliveries: 0,
      answers: 1,
    });
    const left = await world.db.job.findMany({ orderBy: { id: "asc" }, select: { kind: true } });
    expect(left.map(({ kind }) => kind)).toEqual([
      "new success",
      "new death",
      "schedule",
      "housekeeping.prune",
    ]);
  });
});
