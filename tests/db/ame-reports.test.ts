import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getScope } from "@/lib/ame/get-scope";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { reporter, SCOPE } from "./support/reports";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("reports of other systems on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  let made = 0;
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

  const fresh = (scope: object = {}) => reporter(admin, `p-${++made}`, scope);
  const eventsOf = () => world.db.ameEvent.findMany({ orderBy: { id: "asc" } });
  const setStage = (stage: string) => world.db.trustScope.updateMany({ data: { stage } });

  it("fault-17 fault-28 every report repeats the forecast, features and context of its proposal", async () => {
    const one = fresh();
    await one.propose();
    await one.decide("defer", { decision_reason: "later" });
    await one.decide("approve", { decision_reason: "fits" });
    const { execution_id } = await one.execute();
    await one.succeed();
    const events = await eventsOf();
    expect(events.map(({ eventType }) => eventType)).toEqual([
      ..."proposed decided decided executed outcome".split(" "),
    ]);
    for (const event of events) {
      expect(event).toMatchObject({
        siteId: SCOPE.site_id,
        roleContext: "",
        isEvidence: true,
        predictedConfidence: 0.9,
        predictedSafety: 0.95,
        predictedTimeSavedSec: 60,
        features: { payer: "P" },
        context: { source: "pms", request_id: "test", proposed_by: "user:admin" },
      });
    }
    expect(events[2]).toMatchObject({ decisionBy: "user:admin", decisionReason: "fits" });
    expect(events[4]).toMatchObject({
      outcomeSuccess: true,
      observedError: false,
      observedTimeSavedSec: 45,
      executionId: BigInt(execution_id),
    });
  });

  it("the same proposal again is the first, and another scope is refused by name", async () => {
    const one = fresh();
    const first = await one.propose();
    world.advanceMinutes(1);
    expect(await one.propose({ predicted_safety: 0.1 })).toEqual(first);
    expect(await world.db.ameEvent.count()).toBe(1);
    const other = reporter(admin, `p-${made}`, { role_context: "tech" });
    for (const call of [other.propose, other.decide, other.execute, other.fail]) {
      await expect(call()).rejects.toThrow('role_context null, not for site_id "store-7"');
    }
    expect(await world.db.trustScope.findMany()).toMatchObject([{ proposalCount: 1 }]);
  });

  it("fault-21 decides once, defers as often as one likes before, and knows its proposals", async () => {
    const one = fresh();
    expect(await refusalOf(one.decide())).toBe("not_found");
    expect(await refusalOf(one.execute())).toBe("not_found");
    expect(await refusalOf(one.succeed())).toBe("not_found");
    expect(await refusalOf(one.fail())).toBe("not_found");
    await one.propose();
    await one.decide("defer");
    await one.decide("defer");
    await one.decide("reject");
    expect(await refusalOf(one.decide("approve"))).toBe("conflict");
    expect(await refusalOf(one.decide("defer"))).toBe("conflict");
    expect(await refusalOf(one.execute())).toBe("conflict");
    expect(await refusalOf(one.succeed())).toBe("conflict");
    const scopes = await world.db.trustScope.findMany();
    expect(scopes).toMatchObject([
      { proposalCount: 1, approvalCount: 0, rejectionCount: 1, deferralCount: 2 },
    ]);
  });

  it("runs what was approved, once, and takes one outcome, with or without an execution", async () => {
    const one = fresh();
    await one.propose();
    expect(await refusalOf(one.execute())).toBe("conflict");
    expect(await refusalOf(one.succeed())).toBe("conflict");
    await one.decide();
    await one.execute();
    expect(await refusalOf(one.execute())).toBe("conflict");
    await one.succeed();
    expect(await refusalOf(one.succeed())).toBe("conflict");
    expect(await refusalOf(one.fail())).toBe("conflict");
    const elsewhere = fresh();
    await elsewhere.propose();
    await elsewhere.decide();
    await elsewhere.succeed();
    expect(await refusalOf(elsewhere.decide("defer"))).toBe("conflict");
    expect(await world.db.trustScope.findMany()).toMatchObject([
      { executionCount: 1, successCount: 2, failureCount: 0 },
    ]);
  });

  it("bad news counts in any order", async () => {
    const one = fresh();
    await one.propose();
    await one.fail();
    expect(await refusalOf(one.decide())).toBe("conflict");
    const rejected = fresh();
    await rejected.propose();
    await rejected.decide("reject");
    await rejected.fail();
    expect(await world.db.trustScope.findMany()).toMatchObject([
      {
        failureCount: 2,
        state: { sums: { safetyError: expect.closeTo(1.9, 12), safetyCount: 2 } },
      },
    ]);
  });

  it.each(["observe", "propose", "guarded_auto", "conditional_auto", "full_auto"])(
    "an undecided proposal runs at %s only if the scope acts alone there",
    async (stage) => {
      const [one, other] = [fresh(), fresh()];
      await one.propose();
      await other.propose();
      await setStage(stage);
      const expected = stage.endsWith("auto") ? "ok" : "conflict";
      expect(await refusalOf(one.execute())).toBe(expected);
      expect(await refusalOf(other.succeed())).toBe(expected);
      expect(await refusalOf(one.decide())).toBe(expected === "ok" ? "conflict" : "ok");
    },
  );

  it("fault-17 missed forecasts lower the calibration, kept ones raise it", async () => {
    for (let i = 0; i < 4; i += 1) {
      const one = fresh();
      await one.propose({ predicted_safety: 1, predicted_time_saved_sec: 100 });
      await one.decide();
      await (i < 3 ? one.fail() : one.succeed({ observed_time_saved_sec: 250 }));
    }
    const { metrics, trust } = await getScope(admin, SCOPE);
    expect(metrics).toEqual({
      reliability: 0.25,
      alignment: 1,
      safety_calibration: 0.25,
      value_score: 1,
      override_rate: 0,
    });
    expect(trust).toBeCloseTo(0.55, 12);
  });

  it("what names no proposal is kept and counts for nothing, unless it is bad news", async () => {
    const nameless = reporter(admin, null);
    await nameless.propose();
    await nameless.decide();
    await nameless.execute();
    await nameless.succeed();
    await nameless.succeed();
    const none = { proposalCount: 0, approvalCount: 0, executionCount: 0, successCount: 0 };
    expect(await world.db.trustScope.findMany()).toMatchObject([{ ...none, failureCount: 0 }]);
    expect(await getScope(admin, SCOPE)).toMatchObject({ trust: 0 });
    await nameless.fail();
    await nameless.fail();
    expect(await world.db.trustScope.findMany()).toMatchObject([{ ...none, failureCount: 2 }]);
    expect((await eventsOf()).map(({ isEvidence }) => isEvidence)).toEqual([
      ...[false, false, false, false, false, true, true],
    ]);
  });

  it("one of our proposals is decided and run here alone, and takes an outcome from outside", async () => {
    const id = await propose(admin, await addCase(admin));
    const outside = reporter(admin, id, { site_id: "default" });
    const first = await outside.propose();
    expect(first.event_id).toBe(Number((await eventsOf())[0]?.id));
    await expect(outside.decide()).rejects.toThrow(`/api/dashboard/automation/${id}/decide`);
    await decide(admin, id);
    await expect(outside.execute()).rejects.toThrow(`/api/dashboard/automation/${id}/execute`);
    expect(await refusalOf(outside.succeed())).toBe("conflict");
    const { execution_id } = await execute(admin, id);
    await outside.succeed();
    expect(await refusalOf(outside.fail())).toBe("conflict");
    const events = await eventsOf();
    expect(events.map(({ onceKey }) => onceKey)).toEqual(
      ["proposed", "decided", "executed", "outcome"].map((kind) => `${kind}:${id}`),
    );
    expect(events.at(-1)).toMatchObject({
      executionId: BigInt(execution_id),
      predictedSafety: 0.93,
      features: events[0]?.features,
    });
    await rollbackExecution(admin, execution_id, { reason: "wrong" });
    expect((await eventsOf()).at(-1)?.onceKey).toBe(`rolled_back:${id}`);
  });

  it("a rolled back proposal of ours takes bad news, but no good news", async () => {
    const id = await propose(admin, await addCase(admin));
    await decide(admin, id);
    const { execution_id } = await execute(admin, id);
    await rollbackExecution(admin, execution_id, { reason: "wrong" });
    const outside = reporter(admin, id, { site_id: "default" });
    expect(await refusalOf(outside.succeed())).toBe("conflict");
    await outside.fail();
  });

  it("every report leaves one audit entry without features", async () => {
    const last = await world.db.auditEntry.count();
    const one = fresh();
    await one.propose({ features: { secret: "feature-value" } });
    await one.propose();
    await one.decide("approve", { decision_reason: "fits" });
    const { execution_id } = await one.execute();
    await one.succeed();
    await rollbackExecution(admin, execution_id, { reason: "undo" });
    const entries = await world.db.auditEntry.findMany({ orderBy: { id: "asc" }, skip: last });
    expect(entries.map(({ action }) => action)).toEqual([
      ..."ame.proposal ame.proposal ame.decision ame.execution ame.outcome ame.rollback".split(" "),
    ]);
    expect(JSON.stringify(entries.map(({ before, after }) => [before, after]))).not.toContain(
      "feature-value",
    );
    expect(entries[3]).toMatchObject({
      siteId: SCOPE.site_id,
      after: { proposal_id: `p-${made}`, execution_id },
    });
  });

  it("another tenant's scope is refused, and its proposals are unknown", async () => {
    const one = fresh();
    await one.propose();
    const stranger = reporter(world.as("admin", "other"), `p-${made}`);
    expect(await refusalOf(stranger.fail())).toBe("not_found");
    const named = { scope: { ...SCOPE, tenant_id: "default" } };
    expect(await refusalOf(stranger.propose(named))).toBe("forbidden");
    await stranger.propose();
    expect(await world.db.trustScope.count()).toBe(2);
  });
});
