import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decideProposal } from "@/lib/automation/decide-proposal";
import type { DecisionReason } from "@/lib/contracts/reason-code";
import type { Context } from "@/lib/kernel/context";
import { recordPharmacistPreverification } from "@/lib/scenarios/record-pharmacist-preverification";
import { submitPreverification } from "@/lib/scenarios/submit-preverification";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, openAllGates, propose } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { reporter } from "./support/reports";
import { addRule, forgetRules, setStage } from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";
import { rebuilt } from "./support/trust";

const CLAIM = { sig: "1 daily", days_supply: 30, payer: "Northwind" };

describe.each(await availableDatabases())("checks by later steps on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  let pharmacist: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    pharmacist = world.as("pharmacist");
  });
  beforeEach(async () => {
    await world.db.execution.deleteMany({});
    await forgetRules(world, admin);
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  /** A case that a rule has moved from data entry to the pharmacist, which is to be audited. */
  async function movedAlone(): Promise<number> {
    await setStage(world, "guarded_auto");
    await addRule(admin);
    return addCase(admin);
  }
  const auditStates = async () =>
    (await world.db.execution.findMany({ orderBy: { id: "asc" } })).map((one) => one.auditState);
  const outcomes = () => world.db.ameEvent.findMany({ where: { eventType: "outcome" } });
  const reject = (id: string, reason_code: DecisionReason) =>
    decideProposal(pharmacist, id, {
      ...{ decision: "reject", note: "Looked at it", decided_by: "somebody", reason_code },
    });

  it("a pharmacist's approval says that what automation did before was right", async () => {
    const caseId = await movedAlone();
    expect(await auditStates()).toEqual(["open"]);
    await decide(pharmacist, await propose(admin, caseId));
    expect(await auditStates()).toEqual(["settled"]);
    expect(await outcomes()).toMatchObject([
      { countsAs: "audit", auditProbability: 1, outcomeSuccess: true },
    ]);
    const trail = await world.db.auditEntry.findFirst({ where: { action: "trust.check" } });
    expect(trail).toMatchObject({ actorId: "user:pharmacist", workflowId: BigInt(caseId) });
  });

  it.each([
    ["wrong_action", "settled", 1],
    ["patient_safety", "settled", 1],
    ["more_information", "open", 0],
  ] as const)("rejecting it for %s leaves the audit %s", async (reason, state, bad) => {
    const caseId = await movedAlone();
    await reject(await propose(admin, caseId), reason);
    expect(await auditStates()).toEqual([state]);
    const found = await outcomes();
    expect(found.filter(({ outcomeSuccess }) => outcomeSuccess === false)).toHaveLength(bad);
  });

  it("a pharmacist's review told by Kroger settles what was before it, not what rules do after it", async () => {
    const caseId = await movedAlone();
    await setStage(world, "guarded_auto", { queue: "dispensing" });
    await addRule(admin, {
      name: "Route on",
      condition: { type: "workflow_state", state: "dispensing" },
    });
    await recordPharmacistPreverification(pharmacist, {
      ...{ workflow_id: caseId, decision: "approved", notes: null },
    });
    const [first, ...later] = await auditStates();
    expect(first).toBe("settled");
    expect(later).toEqual(["open"]);
  });

  it("fault-16 whoever may not audit does not settle one by reporting its outcome", async () => {
    await movedAlone();
    const { proposalId } = await world.db.execution.findFirstOrThrow();
    const report = reporter(world.as("technician"), proposalId, { site_id: "default" });
    expect(await refusalOf(report.succeed())).toBe("forbidden");
    expect(await auditStates()).toEqual(["open"]);
  });

  it.each([
    ["accepted", "approve"],
    ["rejected", "approve"],
  ] as const)(
    "at observe a person's own step is compared with what automation would have done: %s",
    async (insurance_result, decision) => {
      const workflow_id = await addCase(admin);
      await submitPreverification(world.as("technician"), {
        ...{ ...CLAIM, workflow_id, insurance_result },
      });
      const events = await world.db.ameEvent.findMany({ orderBy: { id: "asc" } });
      expect(events).toMatchObject([
        { eventType: "proposed", context: { shadow: true, case_id: workflow_id } },
        { eventType: "decided", decision, countsAs: "decision", decisionBy: "user:technician" },
      ]);
      expect((await rebuilt(world)).flatMap(({ differences }) => differences)).toEqual([]);
    },
  );

  it("a step that another system tells of proves nothing for automation", async () => {
    const workflow_id = await addCase(admin);
    await submitPreverification(world.asMachine("technician"), {
      ...{ ...CLAIM, workflow_id, insurance_result: "accepted" },
    });
    expect(await world.db.ameEvent.findFirst({ where: { eventType: "decided" } })).toMatchObject({
      ...{ countsAs: null, excludedBecause: "own_judgement" },
    });
  });

  it("from propose on nobody is watched silently", async () => {
    await setStage(world, "propose");
    const workflow_id = await addCase(admin);
    await submitPreverification(world.as("technician"), {
      ...{ ...CLAIM, workflow_id, insurance_result: "accepted" },
    });
    expect(await world.db.ameEvent.count()).toBe(0);
  });
});
