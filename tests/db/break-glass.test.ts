import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { autoStep } from "@/lib/automation/auto-step";
import { dryRunGovernedAction } from "@/lib/automation/dry-run-governed-action";
import type { BreakGlass } from "@/lib/contracts/break-glass";
import type { Permission } from "@/lib/contracts/permission";
import { assertGateOpen, assertGateOpenNow } from "@/lib/governance/assert-gate-open";
import { breakGlass } from "@/lib/governance/break-glass/break-glass";
import { endGrant } from "@/lib/governance/break-glass/end-grant";
import { countReviews, listGrants } from "@/lib/governance/break-glass/list-grants";
import { reviewGrant } from "@/lib/governance/break-glass/review-grant";
import { useGrant } from "@/lib/governance/break-glass/use-grant";
import { listGates } from "@/lib/governance/list-gates";
import { revealPatientData } from "@/lib/governance/reveal-patient-data";
import type { Context } from "@/lib/kernel/context";
import { inTransaction } from "@/lib/kernel/transaction";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, propose } from "./support/acts";
import { auditOf, FIRST_GATE, forgetGovernance, revoke, stop } from "./support/governance";
import { refusalOf, tally } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const GATE: BreakGlass = {
  kind: "gate",
  subject: FIRST_GATE,
  reason_code: "patient_safety",
  reason: "The patient waits without insulin",
  minutes: 15,
};

describe.each(await availableDatabases())("breaking the glass on $provider", (available) => {
  let world: TestWorld;
  let one: Context;
  let reviewer: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    one = world.as("technician");
    reviewer = world.as("supervisor");
  });
  beforeEach(() => forgetGovernance(world));
  afterAll(() => world.close());

  const approved = async () => {
    const id = await propose(one, await addCase(one));
    await decide(one, id);
    return id;
  };

  it("credentials for some sites see and end their own for a gate, and nobody else's", async () => {
    const local: Context = { ...one, sites: ["store-1"] };
    const { id } = await breakGlass(local, GATE);
    expect((await listGrants(local, { limit: 9 })).items).toMatchObject([{ id, site_id: "*" }]);
    const far: Context = { ...reviewer, sites: ["store-1"] };
    expect((await listGrants(far, { limit: 9 })).items).toEqual([]);
    expect(await refusalOf(endGrant(far, id))).toBe("not_found");
    expect((await endGrant(local, id)).active).toBe(false);
  });

  it("lets that person past an unset gate until it is over; each use is counted and recorded", async () => {
    const start = world.clock.now;
    const grant = await breakGlass(one, GATE);
    expect(grant).toMatchObject({ active: true, use_count: 0, review_status: "open" });
    const dryRun = { workflow_id: await addCase(one), action_type: "advance_queue", metadata: {} };
    expect(await refusalOf(dryRunGovernedAction(one, dryRun))).toBe("ok");
    expect(await refusalOf(execute(one, await approved()))).toBe("ok");
    expect(await refusalOf(autoStep(one, await addCase(one)))).toBe("ok");
    expect(await refusalOf(execute(reviewer, await approved()))).toBe("blocked");
    expect(await refusalOf(dryRunGovernedAction(reviewer, dryRun))).toBe("blocked");
    const machine: Context = { ...one, actor: { ...one.actor, kind: "api_key" } };
    expect(await refusalOf(execute(machine, await approved()))).toBe("blocked");
    expect((await listGrants(one, { limit: 9 })).items).toMatchObject([{ use_count: 2 }]);
    const uses = await auditOf(world, ["glass.use"]);
    expect(uses.slice(-2).map(({ subjectId, actorId }) => [subjectId, actorId])).toEqual([
      [grant.id, "user:technician"],
      [grant.id, "user:technician"],
    ]);
    world.advanceMinutes(15);
    expect(await refusalOf(execute(one, await approved()))).toBe("blocked");
    world.clock.now = start;
  });

  it("not past a revoked gate, a kill switch or another gate", async () => {
    await breakGlass(one, GATE);
    const id = await approved();
    await stop(reviewer);
    expect(await refusalOf(execute(one, id))).toBe("blocked");
    await stop(reviewer, { kind: "chain", key: "" }, false);
    await revoke(reviewer);
    expect(await refusalOf(execute(one, id))).toBe("blocked");
    const other = await propose(one, await addCase(one, { queue: "dispensing" }));
    await decide(one, other);
    expect(await refusalOf(execute(one, other))).toBe("blocked");
  });

  it("is of no use to whoever may not break the glass any more, nor to a key that may not", async () => {
    const caseId = await addCase(one);
    await breakGlass(one, GATE);
    await breakGlass(one, { ...GATE, kind: "patient_data", subject: String(caseId) });
    const demoted: Context = { ...one, actor: { ...one.actor, role: "read_only" } };
    const narrow = new Set<Permission>(["cases:read", "proposals:execute", "cases:write"]);
    const byKey: Context = { ...one, actor: { ...one.actor, permissions: narrow } };
    const why = { reason_code: "treatment", reason: "To look" } as const;
    const dryRun = { workflow_id: caseId, action_type: "advance_queue", metadata: {} };
    const glassOf = async (ctx: Context) =>
      (await listGates(ctx)).find(({ key }) => key === FIRST_GATE)?.glass_until;
    for (const ctx of [demoted, byKey]) {
      expect(await refusalOf(revealPatientData(ctx, caseId, why))).toBe("forbidden");
      expect(await refusalOf(inTransaction(ctx, (tx) => assertGateOpen(tx, FIRST_GATE)))).toBe(
        "blocked",
      );
      expect(await refusalOf(assertGateOpenNow(ctx, FIRST_GATE))).toBe("blocked");
    }
    expect(await refusalOf(execute(byKey, await approved()))).toBe("blocked");
    expect(await glassOf(demoted)).toBeNull();
    expect(await refusalOf(revealPatientData(one, caseId, why))).toBe("ok");
    expect(await refusalOf(dryRunGovernedAction(one, dryRun))).toBe("ok");
    expect(await glassOf(one)).not.toBeNull();
  });

  it("of a double click one runs, and it can be asked for anew once it is over", async () => {
    const start = world.clock.now;
    const clicks = Array.from({ length: 4 }, () => breakGlass(one, GATE));
    expect(await tally(clicks)).toEqual({ ok: 1, conflict: 3 });
    world.advanceMinutes(GATE.minutes);
    const { id } = await breakGlass(one, GATE);
    await endGrant(one, id);
    expect(await refusalOf(breakGlass(one, GATE))).toBe("ok");
    world.clock.now = start;
  });

  it("what fails uses up nothing", async () => {
    await breakGlass(one, GATE);
    const id = await propose(one, await addCase(one));
    expect(await refusalOf(execute(one, id))).toBe("conflict");
    expect((await listGrants(one, { limit: 9 })).items).toMatchObject([{ use_count: 0 }]);
  });

  it("is for persons, for what there is, and once at a time", async () => {
    expect(await refusalOf(breakGlass(world.asMachine("admin"), GATE))).toBe("forbidden");
    expect(await refusalOf(breakGlass(world.as("read_only"), GATE))).toBe("forbidden");
    expect(await refusalOf(breakGlass(one, { ...GATE, subject: "no.gate" }))).toBe("not_found");
    const patient = { ...GATE, kind: "patient_data" as const };
    expect(await refusalOf(breakGlass(one, { ...patient, subject: "999999" }))).toBe("not_found");
    expect(await refusalOf(breakGlass(one, { ...patient, subject: "Miller" }))).toBe("invalid");
    expect(await refusalOf(breakGlass(one, GATE))).toBe("ok");
    expect(await refusalOf(breakGlass(one, GATE))).toBe("conflict");
  });

  it("a record is opened for whoever broke the glass for that very case", async () => {
    const [caseId, other] = [await addCase(one), await addCase(one)];
    await breakGlass(one, { ...GATE, kind: "patient_data", subject: String(caseId) });
    const use = (ctx: Context, id: number) =>
      inTransaction(ctx, async (tx) => {
        if (!(await useGrant(tx, "patient_data", String(id)))) {
          throw new Error("no grant");
        }
      });
    expect(await refusalOf(use(one, caseId))).toBe("ok");
    expect(await refusalOf(use(one, other))).not.toBe("ok");
    expect(await refusalOf(use(reviewer, caseId))).not.toBe("ok");
    const [entry] = (await auditOf(world, ["glass.use"])).slice(-1);
    expect([Number(entry?.workflowId), entry?.siteId]).toEqual([caseId, "default"]);
  });

  it("is judged once, when it is over, by another person", async () => {
    const own = await breakGlass(reviewer, GATE);
    const { id } = await breakGlass(one, GATE);
    const judge = (ctx: Context, grant = id) =>
      reviewGrant(ctx, grant, { verdict: "justified", note: "Insulin it was" });
    expect(await refusalOf(judge(reviewer))).toBe("conflict");
    expect(await refusalOf(endGrant(world.as("pharmacist"), id))).toBe("forbidden");
    expect((await endGrant(one, id)).active).toBe(false);
    expect(await refusalOf(endGrant(one, id))).toBe("conflict");
    expect(await refusalOf(execute(one, await approved()))).toBe("blocked");
    expect(await refusalOf(judge(one))).toBe("forbidden");
    expect(await refusalOf(judge(world.asMachine("admin")))).toBe("forbidden");
    await endGrant(world.as("admin"), own.id);
    expect(await refusalOf(judge(reviewer, own.id))).toBe("forbidden");
    expect(await countReviews(reviewer)).toBe(2);
    expect(await tally([judge(reviewer), judge(world.as("admin"))])).toEqual({
      ok: 1,
      conflict: 1,
    });
    expect(await countReviews(reviewer)).toBe(1);
  });

  it("one sees one's own grants, reviewers all, page by page", async () => {
    await breakGlass(one, GATE);
    world.advanceMinutes(1);
    await breakGlass(world.as("pharmacist"), GATE);
    expect((await listGrants(one, { limit: 9 })).items).toHaveLength(1);
    const first = await listGrants(reviewer, { limit: 1, review: "open" });
    const rest = await listGrants(reviewer, { limit: 1, cursor: first.nextCursor ?? "" });
    expect([first.items[0]?.actor, rest.items[0]?.actor]).toEqual([
      "user:pharmacist",
      "user:technician",
    ]);
    expect(rest.nextCursor).toBeNull();
  });
});
