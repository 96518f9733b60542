import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getStanding } from "@/lib/ame/get-standing";
import { autoStep } from "@/lib/automation/auto-step";
import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose, seedCase } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("evidence on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  beforeEach(async () => {
    await world.db.ameEvent.deleteMany({});
    await world.db.trustScope.deleteMany({});
  });
  afterAll(() => world.close());

  const counters = async () => {
    const [scope] = await world.db.trustScope.findMany();
    return (
      scope && [
        scope.proposalCount,
        scope.approvalCount,
        scope.rejectionCount,
        scope.deferralCount,
        scope.executionCount,
        scope.rollbackCount,
      ]
    );
  };

  it("fault-17 fault-28 every event repeats the forecast and the features of its proposal", async () => {
    const caseId = await seedCase(admin, "happy_path");
    const id = await propose(admin, caseId);
    await decide(admin, id, "defer", "later");
    world.advanceMinutes(61);
    await decide(admin, id, "approve", "fits");
    const { execution_id } = await execute(admin, id);
    await rollbackExecution(admin, execution_id, { reason: "wrong" });

    const proposal = await world.db.proposal.findUniqueOrThrow({ where: { id } });
    const events = await world.db.ameEvent.findMany({ orderBy: { id: "asc" } });
    expect(
      events.map(({ eventType, decision, isOverride }) => [eventType, decision, isOverride]),
    ).toEqual([
      ["proposed", null, false],
      ["decided", "defer", false],
      ["decided", "approve", false],
      ["executed", null, false],
      ["rolled_back", null, true],
    ]);
    for (const event of events) {
      expect(event).toMatchObject({
        proposalId: id,
        predictedConfidence: 0.81,
        predictedSafety: 0.93,
        queue: "inbound_comms",
        actionType: "advance_queue",
        siteId: "dashboard_demo",
        features: proposal.features,
      });
    }
    expect(proposal.features).toMatchObject({
      queue: "inbound_comms",
      insurance_result: "accepted",
      payer: "Tecumseh Ridge Health Plan",
      priority: 3,
      hour_of_day: 9,
      day_of_week: 1,
      task_count: 2,
      event_count: 4,
      minutes_to_promise: 240,
    });
    expect(events.map(({ decisionReason }) => decisionReason)).toEqual([
      null,
      "later",
      "fits",
      null,
      "wrong",
    ]);
    expect(events[2]?.decisionBy).toBe("user:admin");
  });

  it("fault-19 the scope counts proposals, decisions, executions and rollbacks", async () => {
    const first = await propose(admin, await addCase(admin));
    const second = await propose(admin, await addCase(admin));
    await decide(admin, first, "defer");
    await decide(admin, first);
    await decide(admin, second, "reject");
    const { execution_id } = await execute(admin, first);
    expect(await counters()).toEqual([2, 1, 1, 1, 1, 0]);
    await rollbackExecution(admin, execution_id, { reason: "x" });
    expect(await counters()).toEqual([2, 1, 1, 1, 1, 1]);
  });

  it("fault-21 what is refused counts for nothing", async () => {
    const id = await propose(admin, await addCase(admin));
    await refusalOf(execute(admin, id));
    await refusalOf(decide(admin, id, "maybe"));
    await refusalOf(decide(world.as("read_only"), id));
    await refusalOf(propose(admin, 987_654));
    await decide(admin, id);
    await refusalOf(decide(admin, id, "reject"));
    expect(await counters()).toEqual([1, 1, 0, 0, 0, 0]);
    expect(await world.db.ameEvent.count()).toBe(2);
  });

  it("a proposal that turns stale counts as neither decided nor executed", async () => {
    const caseId = await addCase(admin);
    const [late, sooner] = [await propose(admin, caseId), await propose(admin, caseId)];
    await decide(admin, sooner);
    await execute(admin, sooner);
    await refusalOf(decide(admin, late));
    expect(await counters()).toEqual([2, 1, 0, 0, 1, 0]);
  });

  it("fault-15 auto-step is decided by the person who pressed it", async () => {
    const technician = world.as("technician");
    await autoStep(technician, await addCase(admin));
    const decided = await world.db.ameEvent.findFirstOrThrow({ where: { eventType: "decided" } });
    expect(decided).toMatchObject({ decision: "approve", decisionBy: "user:technician" });
    const [scope] = await world.db.trustScope.findMany();
    expect(scope).toMatchObject({ stage: "observe", approvalCount: 1, successCount: 0 });
  });

  it("a technician's auto-step of a clinical queue leaves nothing, not even evidence", async () => {
    const caseId = await addCase(admin, { queue: "verification" });
    expect(await refusalOf(autoStep(world.as("technician"), caseId))).toBe("forbidden");
    expect(await counters()).toBeUndefined();
    expect(await world.db.proposal.count({ where: { workflowId: caseId } })).toBe(0);
  });

  it("fault-20 reading a scope or a case creates no scope", async () => {
    const caseId = await addCase(admin);
    for (let reads = 0; reads < 3; reads += 1) {
      await getCaseDetail(admin, caseId);
    }
    const scope = {
      siteId: "nowhere",
      queue: "data_entry",
      actionType: "advance_queue",
      roleContext: "",
    };
    expect(await getStanding(admin, scope)).toEqual({ stage: "observe", trust: 0 });
    expect(await world.db.trustScope.count()).toBe(0);
  });

  it("scopes are apart by tenant, site, queue and action", async () => {
    const other = world.as("admin", "other");
    await propose(admin, await addCase(admin));
    await propose(other, await addCase(other));
    await propose(admin, await addCase(admin, { queue: "dispensing" }));
    await propose(admin, await seedCase(admin, "payer_outage"));
    await propose(admin, await seedCase(admin, "out_of_stock"), "notify_patient", {
      template: "delay",
    });
    const scopes = await world.db.trustScope.findMany();
    const keys = scopes.map((one) =>
      [one.tenantId, one.siteId, one.queue, one.actionType].join("/"),
    );
    expect(keys.toSorted()).toEqual([
      "default/dashboard_demo/data_entry/advance_queue",
      "default/dashboard_demo/dispensing/notify_patient",
      "default/default/data_entry/advance_queue",
      "default/default/dispensing/advance_queue",
      "other/default/data_entry/advance_queue",
    ]);
  });
});
