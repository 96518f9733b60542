import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDossier } from "@/lib/ame/get-dossier";
import { listReviewers } from "@/lib/ame/reviewers/list-reviewers";
import { seedCheckCase } from "@/lib/automation/audits/seed-check-case";
import { settleAudit } from "@/lib/automation/audits/settle-audit";
import { autoStep } from "@/lib/automation/auto-step";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { breakGlass } from "@/lib/governance/break-glass/break-glass";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose } from "./support/acts";
import { FIRST_GATE, forgetGovernance, stop } from "./support/governance";
import { refusalOf, tally } from "./support/outcomes";
import { reporter } from "./support/reports";
import { setStage } from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";
import { earnCertificate, fresh, lastId, REVERSIBLE, rebuilt } from "./support/trust";

const GOOD = { result: "good", reason: "" } as const;
const BAD = { result: "bad", reason: "wrong queue" } as const;
const PLACE = {
  scope: { site_id: "store-7", queue: "data_entry", action_type: "complete_task" },
};

describe.each(await availableDatabases())("ways round trust on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  let machine: Context;
  let person: Context;
  beforeAll(async () => {
    world = await openWorld(available, { FOUR_EYES: "off" });
    admin = world.as("admin");
    machine = world.asMachine("technician");
    person = world.as("supervisor");
  });
  beforeEach(async () => {
    await world.db.execution.deleteMany({});
    await world.db.ameEvent.deleteMany({});
    await world.db.trustScope.deleteMany({});
    await forgetGovernance(world);
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  const scope = () => world.db.trustScope.findFirstOrThrow();
  const lastEvent = (eventType: string) =>
    world.db.ameEvent.findFirst({ where: { eventType }, orderBy: { id: "desc" } });
  const expectAsItsEvents = async () =>
    expect((await rebuilt(world)).flatMap(({ differences }) => differences)).toEqual([]);

  it("what a machine approves itself is audited where it acts alone, and proves nothing below", async () => {
    const own = fresh(machine);
    await own.propose();
    await own.decide();
    expect(await own.execute()).toMatchObject({ audited: false });
    expect(await lastEvent("executed")).toMatchObject({ excludedBecause: "own_judgement" });
    await earnCertificate(world);
    const alone = fresh(machine);
    await alone.propose();
    await alone.decide();
    expect(await alone.execute()).toMatchObject({ audited: true });
    expect(await lastEvent("executed")).toMatchObject({ countsAs: "own_action" });
    await expectAsItsEvents();
  });

  it("nor does what it proposes, approves and runs on a case of ours", async () => {
    const run = async () => {
      const id = await propose(machine, await addCase(admin));
      await decide(machine, id);
      await execute(machine, id);
      return lastEvent("executed");
    };
    expect(await run()).toMatchObject({ countsAs: null, excludedBecause: "own_judgement" });
    await world.db.trustScope.deleteMany({});
    await setStage(world, "guarded_auto");
    expect(await run()).toMatchObject({ countsAs: "own_action", auditProbability: 1 });
    expect(await world.db.execution.count({ where: { auditState: "open" } })).toBe(1);
  });

  it("runs of its own take nothing off the share that was overridden", async () => {
    await fresh(machine).propose();
    await reporter(person, lastId(), REVERSIBLE).decide();
    const { execution_id } = await reporter(machine, lastId(), REVERSIBLE).execute();
    await rollbackExecution(person, execution_id, { reason: "wrong" });
    const trust = async () => Number((await scope()).trustScore);
    const before = await trust();
    for (let i = 0; i < 5; i += 1) {
      const own = fresh(machine);
      await own.propose();
      await own.decide();
      await own.execute();
    }
    expect(await trust()).toBe(before);
  });

  it("no audit is drawn for what has an outcome already, which nobody could settle", async () => {
    await earnCertificate(world);
    const early = fresh(machine);
    await early.propose();
    await early.fail();
    expect(await refusalOf(early.execute())).toBe("conflict");
    expect((await scope()).state).toMatchObject({ pendingAudits: 0 });
  });

  it("nothing acts alone past a stop or on a forecast it doubts itself", async () => {
    await earnCertificate(world);
    const unsure = fresh(machine);
    await unsure.propose({ predicted_safety: 0.1 });
    await expect(unsure.execute()).rejects.toThrow("safety");
    const stopped = fresh(machine);
    await stopped.propose();
    await stop(person, { kind: "queue", key: "data_entry" });
    expect(await refusalOf(stopped.execute())).toBe("blocked");
    await stop(person, { kind: "queue", key: "data_entry" }, false);
  });

  it("a harm that was undone is not counted again when it is told of", async () => {
    await earnCertificate(world);
    const one = fresh(machine);
    await one.propose();
    const { execution_id } = await one.execute();
    await rollbackExecution(person, execution_id, { reason: "wrong" });
    const { state } = await scope();
    await reporter(person, lastId(), REVERSIBLE).fail();
    expect((await scope()).state).toMatchObject({ alarm: (state as { alarm: object }).alarm });
    expect(await lastEvent("outcome")).toMatchObject({ excludedBecause: "undone" });
    await expectAsItsEvents();
  });

  it("what somebody forces through a gate in an emergency proves nothing", async () => {
    await forgetGovernance(world);
    const why = { reason_code: "patient_safety", reason: "The patient waits" } as const;
    await breakGlass(person, { kind: "gate", subject: FIRST_GATE, minutes: 15, ...why });
    await autoStep(person, await addCase(admin));
    expect(await lastEvent("decided")).toMatchObject({ excludedBecause: "break_glass" });
    expect(await lastEvent("executed")).toMatchObject({ excludedBecause: "break_glass" });
    const { id } = await scope();
    expect((await getDossier(person, Number(id))).evidence.counted).toEqual({});
  });

  describe("check cases", () => {
    it("name a proposal, as any other action does", async () => {
      await seedCheckCase(person, PLACE);
      await seedCheckCase(person, { ...PLACE, proposal_id: "till-7-0001" });
      const rows = await world.db.execution.findMany({ orderBy: { id: "asc" } });
      expect(rows.map((row) => row.reportedProposalId)).toEqual([
        expect.stringMatching(/./),
        "till-7-0001",
      ]);
    });

    it("are counted once, however many answer at once", async () => {
      const { execution_id } = await seedCheckCase(person, PLACE);
      const [one, other] = [world.as("pharmacist"), world.as("pharmacist")];
      const answers = [one, other, one].map((by) => settleAudit(by, execution_id, BAD));
      expect(await tally(answers)).toEqual({ ok: 1, conflict: 2 });
      const { items } = await listReviewers(person, { limit: 10 });
      expect(items).toMatchObject([{ actor: "user:pharmacist", caught: 1, missed: 0 }]);
    });

    it("are not settled through a key, not even one's own", async () => {
      const { execution_id } = await seedCheckCase(person, PLACE);
      const byKey = { ...world.as("pharmacist"), keyId: "some-key" };
      expect(await refusalOf(settleAudit(byKey, execution_id, GOOD))).toBe("blocked");
    });
  });
});
