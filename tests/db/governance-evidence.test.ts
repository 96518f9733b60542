import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { autoStep } from "@/lib/automation/auto-step";
import { decideProposal } from "@/lib/automation/decide-proposal";
import { expireProposalsJob } from "@/lib/automation/expire-proposals-job";
import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { getProposalAnswer } from "@/lib/automation/get-proposal-answer";
import { listPendingProposals } from "@/lib/automation/list-pending-proposals";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, propose } from "./support/acts";
import { forgetGovernance } from "./support/governance";
import { refusalOf } from "./support/outcomes";
import { runSchedule } from "./support/run-schedule";
import { openWorld, type TestWorld } from "./support/test-world";

const DRUG = { name: "atorvastatin", strength: "20 mg", form: "tablet", schedule: null };
const ATTRIBUTES = { drug: DRUG, sig: "Take 1 tablet by mouth daily", quantity: 90, payer: "Blue" };

describe.each(await availableDatabases())(
  "what an approval is bound to on $provider",
  (available) => {
    let world: TestWorld;
    let one: Context;
    let other: Context;
    beforeAll(async () => {
      world = await openWorld(available, { FOUR_EYES: "on", APPROVAL_EXPIRES_HOURS: "4" });
      one = world.as("technician");
      other = world.as("pharmacist");
    });
    beforeEach(() => forgetGovernance(world));
    afterAll(() => world.close());

    const newCase = () => addCase(one, { queue: "contact_manager", attributes: ATTRIBUTES });
    const change = (id: number, attributes: JsonObject) =>
      world.db.workflow.update({
        where: { id },
        data: { attributes: { ...ATTRIBUTES, ...attributes } },
      });
    const approve = (id: string, hash?: string) =>
      decideProposal(other, id, {
        decision: "approve",
        note: "",
        decided_by: "me",
        ...(hash !== undefined && { evidence_hash: hash }),
      });

    it("every answer about a proposal that waits names the same hash", async () => {
      const caseId = await newCase();
      const id = await propose(one, caseId);
      const { evidence_hash: hash } = await getProposalAnswer(one, id);
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      const detail = await getCaseDetail(one, caseId);
      const listed = (await listPendingProposals(one, { limit: 100 })).items;
      expect(detail.proposals[0]?.evidence_hash).toBe(hash);
      expect(listed.find((proposal) => proposal.id === id)?.evidence_hash).toBe(hash);
      const { proposal } = await approve(id, hash ?? "");
      expect(proposal).toMatchObject({ status: "approved", evidence_hash: hash });
      const stored = await world.db.decision.findFirstOrThrow({ where: { proposalId: id } });
      expect(stored.evidenceHash).toBe(hash);
    });

    it.each<[string, JsonObject]>([
      ["quantity", { quantity: 900 }],
      ["directions", { sig: "Take 2 tablets by mouth daily" }],
      ["strength", { drug: { ...DRUG, strength: "80 mg" } }],
      ["payer", { payer: "Green" }],
      ["blocker", { blocker: "The prescriber was asked" }],
    ])(
      "another %s than on the screen: the decision is refused, and nothing is decided",
      async (_, to) => {
        const caseId = await newCase();
        const id = await propose(one, caseId);
        const { evidence_hash: hash } = await getProposalAnswer(one, id);
        await change(caseId, to);
        expect(await refusalOf(approve(id, hash ?? ""))).toBe("conflict");
        const after = await getProposalAnswer(one, id);
        expect([after.status, after.evidence_hash === hash]).toEqual(["pending", false]);
        expect(await refusalOf(approve(id, after.evidence_hash ?? ""))).toBe("ok");
      },
    );

    it("changed after the approval, it goes stale when it is to run, sent hash or not", async () => {
      const caseId = await newCase();
      const id = await propose(one, caseId);
      await approve(id);
      await change(caseId, { quantity: 9 });
      expect(await refusalOf(execute(one, id))).toBe("conflict");
      expect((await getProposalAnswer(one, id)).status).toBe("stale");
      expect(await world.db.execution.count({ where: { workflowId: caseId } })).toBe(0);
    });

    it("what nobody judges on changes nothing, nor does the order of keys", async () => {
      const caseId = await newCase();
      const id = await propose(one, caseId);
      const { evidence_hash: hash } = await getProposalAnswer(one, id);
      await approve(id, hash ?? "");
      const { schedule, ...rest } = DRUG;
      await change(caseId, { last_message: "Called at noon", drug: { schedule, ...rest } });
      expect(await refusalOf(execute(one, id))).toBe("ok");
    });

    it("with four eyes nobody approves a proposal of their own, but may reject or defer it", async () => {
      const id = await propose(one, await newCase());
      expect(await refusalOf(decide(one, id))).toBe("forbidden");
      expect(await refusalOf(decide(one, id, "defer"))).toBe("ok");
      expect(await refusalOf(decide(one, id, "reject"))).toBe("ok");
      const machine = world.asMachine("pharmacist");
      expect(await refusalOf(decide(machine, await propose(one, await newCase())))).toBe(
        "forbidden",
      );
      expect(await refusalOf(decide(one, await propose(machine, await newCase())))).toBe("ok");
      const step = await autoStep(one, await newCase());
      expect(step.queue).toBe("inbound_comms");
    });

    it("an approval runs out by its own clock, on execution and by the job", async () => {
      const start = world.clock.now;
      const [late, swept] = [
        await propose(one, await newCase()),
        await propose(one, await newCase()),
      ];
      world.advanceMinutes(60 * 71);
      await approve(late);
      const { proposal } = await approve(swept);
      const until = new Date(world.clock.now.getTime() + 4 * 3_600_000).toISOString();
      expect(proposal.approved_until).toBe(until);
      world.advanceMinutes(4 * 60 + 1);
      expect(await refusalOf(execute(one, late))).toBe("conflict");
      expect(await runSchedule(world, expireProposalsJob)).toEqual({ expired: expect.any(Number) });
      expect((await getProposalAnswer(one, swept)).status).toBe("expired");
      world.clock.now = start;
    });
  },
);
