import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getDossier } from "@/lib/ame/get-dossier";
import { listReviewers } from "@/lib/ame/reviewers/list-reviewers";
import { listAuditTasks } from "@/lib/automation/audits/list-audit-tasks";
import { seedCheckCase } from "@/lib/automation/audits/seed-check-case";
import { settleAudit } from "@/lib/automation/audits/settle-audit";
import { missedOutcomesJob } from "@/lib/automation/mark-missed-outcomes";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, openAllGates, propose } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { reporter, SCOPE } from "./support/reports";
import { addRule, forgetRules, setStage } from "./support/rules";
import { runSchedule } from "./support/run-schedule";
import { openWorld, type TestWorld } from "./support/test-world";
import { fresh, lastId, REVERSIBLE } from "./support/trust";

const PLACE = { scope: { ...SCOPE, ...REVERSIBLE } };

const BAD = { result: "bad", reason: "wrong queue" } as const;

describe.each(await availableDatabases())("reviewers on $provider", (available) => {
  let world: TestWorld;
  let supervisor: Context;
  let reviewer: Context;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    supervisor = world.as("supervisor");
    reviewer = world.as("pharmacist");
    admin = world.as("admin");
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  const settle = async (result: "good" | "bad", by = reviewer) => {
    const { execution_id } = await seedCheckCase(supervisor, PLACE);
    return settleAudit(by, execution_id, { result, reason: result === "bad" ? "wrong queue" : "" });
  };
  const approveOne = async () => {
    await fresh(world.asMachine("technician")).propose();
    await reporter(reviewer, lastId(), REVERSIBLE).decide();
    return world.db.ameEvent.findFirstOrThrow({ orderBy: { id: "desc" } });
  };

  it("a check case looks like any other task, and only supervisors place them", async () => {
    expect(await refusalOf(seedCheckCase(reviewer, PLACE))).toBe("forbidden");
    const { execution_id } = await seedCheckCase(supervisor, PLACE);
    const { items } = await listAuditTasks(reviewer, { limit: 10 });
    expect(items).toMatchObject([
      { execution_id, action_type: "complete_task", audit_probability: 1, done_by: "system" },
    ]);
    const own = settleAudit(supervisor, execution_id, BAD);
    expect(await refusalOf(own)).toBe("forbidden");
    await settleAudit(reviewer, execution_id, BAD);
    expect(await world.db.ameEvent.count()).toBe(0);
    expect(await world.db.trustScope.count()).toBe(0);
  });

  it("whoever misses too many is told by name, and their good news stops counting", async () => {
    expect(await approveOne()).toMatchObject({ countsAs: "decision" });
    await settle("good");
    const { items } = await listReviewers(supervisor, { limit: 10 });
    expect(items).toEqual([
      {
        ...{ actor: "user:pharmacist", caught: 1, missed: 1, assumed: 0.9, counts: false },
        sensitivity: 10 / 12,
        updated_at: world.clock.now.toISOString(),
      },
    ]);
    expect(await approveOne()).toMatchObject({ countsAs: null, excludedBecause: "reviewer" });
    const scope = await world.db.trustScope.findFirstOrThrow();
    const { evidence } = await getDossier(supervisor, Number(scope.id));
    expect(evidence).toEqual({ counted: { decision: 1 }, excluded: { reviewer: 1 } });
  });

  it("an audit stays open for another, and their clinical approvals are not in its way", async () => {
    await setStage(world, "guarded_auto");
    await addRule(admin);
    const caseId = await addCase(admin);
    const { items } = await listAuditTasks(reviewer, { limit: 10 });
    const task = items.find(({ case_id }) => case_id === caseId)?.execution_id ?? 0;
    const good = { result: "good", reason: "" } as const;
    await expect(settleAudit(reviewer, task, good)).rejects.toThrow("too many of the check cases");
    const clinical = await propose(world.asMachine("technician"), caseId);
    expect(await refusalOf(decide(reviewer, clinical))).toBe("ok");
    await settleAudit(supervisor, task, good);
    await forgetRules(world, admin);
  });

  it("their bad news counts all the same, and nine catches outweigh a miss", async () => {
    await fresh(world.asMachine("technician")).propose();
    await reporter(reviewer, lastId(), REVERSIBLE).decide("reject");
    expect(await world.db.ameEvent.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
      countsAs: "decision",
    });
    for (let caught = 1; caught < 9; caught += 1) {
      await settle("bad");
    }
    expect(await approveOne()).toMatchObject({ countsAs: "decision" });
  });

  it("one that nobody settles in time says nothing of anybody", async () => {
    await seedCheckCase(supervisor, PLACE);
    const reviewers = () => world.db.ameReviewer.findMany();
    const before = await reviewers();
    const events = await world.db.ameEvent.count();
    world.advanceMinutes(3 * 24 * 60);
    expect(await runSchedule(world, missedOutcomesJob)).toEqual({ missed: 1 });
    expect(await reviewers()).toEqual(before);
    expect(await world.db.ameEvent.count()).toBe(events);
  });
});
