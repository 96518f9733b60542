import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TrustState, trustMetrics } from "@/lib/ame/trust/engine";
import { missedOutcomesJob } from "@/lib/automation/mark-missed-outcomes";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase, openAllGates, run } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { reporter } from "./support/reports";
import { addRule, forgetRules, proposalsOf, setStage } from "./support/rules";
import { runSchedule } from "./support/run-schedule";
import { openWorld, type TestWorld } from "./support/test-world";

const DAY_MINUTES = 24 * 60;

describe.each(await availableDatabases())("outcomes that stay out on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  let made = 0;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  beforeEach(async () => {
    await world.db.execution.deleteMany({});
    await forgetRules(world, admin);
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  const fresh = (scope: object = {}) => reporter(admin, `missed-${++made}`, scope);
  /** @returns how many were missed */
  const sweep = () => runSchedule(world, missedOutcomesJob);
  const scopeOf = () => world.db.trustScope.findFirstOrThrow();
  const metrics = async () => trustMetrics((await scopeOf()).state as unknown as TrustState);
  const reportedAtGuarded = async () => {
    const one = fresh();
    await one.propose();
    await world.db.trustScope.updateMany({ data: { stage: "guarded_auto" } });
    return one;
  };

  it("what a rule ran by itself counts against it when nobody tells how it went", async () => {
    await setStage(world, "guarded_auto");
    await addRule(admin);
    const caseId = await addCase(admin);
    const [proposal] = await proposalsOf(world, caseId);
    expect(proposal).toMatchObject({ status: "executed", decidedBy: null });
    const { outcomeDueAt, reversibleUntil } = await world.db.execution.findFirstOrThrow();
    expect(outcomeDueAt).toEqual(new Date(Number(reversibleUntil) + DAY_MINUTES * 60_000));
    expect(await sweep()).toEqual({ missed: 0 });
    world.clock.now = outcomeDueAt ?? world.clock.now;
    expect(await sweep()).toEqual({ missed: 1 });
    expect(await scopeOf()).toMatchObject({
      executionCount: 1,
      failureCount: 1,
      missedOutcomeCount: 1,
    });
    const events = await world.db.ameEvent.findMany({ orderBy: { id: "asc" } });
    expect(events.at(-1)).toMatchObject({
      onceKey: `outcome_missed:${proposal?.id}`,
      proposalId: proposal?.id,
      predictedSafety: events[0]?.predictedSafety,
      features: events[0]?.features,
    });
  });

  it("what a rule ran is not waited for once its outcome is told", async () => {
    await setStage(world, "guarded_auto");
    await addRule(admin);
    const [proposal] = await proposalsOf(world, await addCase(admin));
    await reporter(admin, proposal?.id ?? "", { site_id: "default" }).succeed();
    world.advanceMinutes(2 * DAY_MINUTES);
    expect(await sweep()).toEqual({ missed: 0 });
    expect(await scopeOf()).toMatchObject({ successCount: 1, failureCount: 0 });
  });

  it("nobody waits for the outcome of what a person approved here", async () => {
    await run(admin, await addCase(admin));
    world.advanceMinutes(2 * DAY_MINUTES);
    expect(await sweep()).toEqual({ missed: 0 });
  });

  it("a reported one without a window is due only when nobody approved it", async () => {
    const approved = fresh();
    await approved.propose();
    await approved.decide();
    await approved.execute({ guarded: false });
    const alone = await reportedAtGuarded();
    await alone.execute({ guarded: false });
    const due = await world.db.execution.findMany({ orderBy: { id: "asc" } });
    expect(due.map(({ outcomeDueAt }) => outcomeDueAt)).toEqual([
      null,
      new Date(world.clock.now.getTime() + DAY_MINUTES * 60_000),
    ]);
    world.advanceMinutes(DAY_MINUTES);
    expect(await sweep()).toEqual({ missed: 1 });
    expect(await scopeOf()).toMatchObject({ failureCount: 1, missedOutcomeCount: 1 });
  });

  it("a missed outcome carries the forecast and context of its proposal", async () => {
    await (await reportedAtGuarded()).execute();
    world.advanceMinutes(2 * DAY_MINUTES);
    expect(await sweep()).toEqual({ missed: 1 });
    const [first, , last] = await world.db.ameEvent.findMany({ orderBy: { id: "asc" } });
    expect(last).toMatchObject({
      eventType: "outcome_missed",
      outcomeSuccess: false,
      predictedSafety: 0.95,
      predictedTimeSavedSec: 60,
      features: { payer: "P" },
      context: first?.context,
    });
    expect(await metrics()).toMatchObject({ safetyCalibration: expect.closeTo(0.05, 12) });
  });

  it.each([
    ["success", { successCount: 1, failureCount: 0 }],
    ["failure", { successCount: 0, failureCount: 1 }],
  ] as const)(
    "a late %s takes the place of the miss, and teaches nothing",
    async (word, counts) => {
      const one = await reportedAtGuarded();
      await one.execute();
      world.advanceMinutes(2 * DAY_MINUTES);
      expect(await sweep()).toEqual({ missed: 1 });
      const learnt = await metrics();
      await (word === "success" ? one.succeed() : one.fail());
      expect(await scopeOf()).toMatchObject({ ...counts, missedOutcomeCount: 1 });
      expect(await metrics()).toEqual(learnt);
      expect(await refusalOf(one.fail())).toBe("conflict");
      expect(await sweep()).toEqual({ missed: 0 });
    },
  );

  it("an outcome that comes while it is marked as missed counts once", async () => {
    const one = await reportedAtGuarded();
    await one.execute();
    world.advanceMinutes(2 * DAY_MINUTES);
    await Promise.all([sweep(), one.succeed()]);
    expect(await scopeOf()).toMatchObject({ successCount: 1, failureCount: 0 });
  });

  it("an undecided proposal runs nowhere that the law keeps for a person", async () => {
    const one = fresh({ queue: "pre_verification" });
    await one.propose();
    await world.db.trustScope.updateMany({ data: { stage: "full_auto" } });
    await expect(one.execute()).rejects.toThrow("no further than propose");
    expect(await refusalOf(one.succeed())).toBe("conflict");
    await one.decide();
    expect(await refusalOf(one.execute())).toBe("ok");
  });
});
