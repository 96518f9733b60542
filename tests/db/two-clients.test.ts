import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { listPendingProposals } from "@/lib/automation/list-pending-proposals";
import type { Database } from "@/lib/db/open-database";
import { listGates } from "@/lib/governance/list-gates";
import type { Context } from "@/lib/kernel/context";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, gate, openAllGates, propose } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("fault-25 two processes on $provider", (available) => {
  let world: TestWorld;
  let second: Database;
  let here: Context;
  let there: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    second = await openClient(world.database);
    here = world.as("admin");
    there = { ...here, db: second };
  });
  afterAll(async () => {
    await second.$disconnect();
    await world.close();
  });

  it("agree on every gate at once", async () => {
    const key = "kroger.notify_patient";
    for (let turn = 0; turn < 10; turn += 1) {
      const isOpen = turn % 2 === 0;
      await gate(turn % 3 === 0 ? here : there, key, isOpen);
      for (const ctx of [here, there]) {
        const found = (await listGates(ctx)).find((one) => one.key === key);
        expect(found?.enabled).toBe(isOpen);
      }
    }
  });

  it("share one proposal through its whole life", async () => {
    await openAllGates(here);
    const caseId = await addCase(here);
    const id = await propose(there, caseId);
    expect((await listPendingProposals(here, { limit: 1 })).count).toBe(1);
    await decide(here, id);
    await execute(there, id);
    expect(await refusalOf(execute(here, id))).toBe("conflict");
    for (const ctx of [here, there]) {
      const { case: one, proposals } = await getCaseDetail(ctx, caseId);
      expect([one.queue, proposals[0]?.status]).toEqual(["pre_verification", "executed"]);
      expect((await getWorkflow(ctx, caseId)).queue).toBe("pre_verification");
    }
  });

  it("do not both win a proposal that is decided in both at once", async () => {
    // Two SQLite clients in one process block each other for seconds; real processes do not.
    const turns = world.database.provider === "sqlite" ? 1 : 5;
    for (let turn = 0; turn < turns; turn += 1) {
      const id = await propose(here, await addCase(here));
      const outcomes = await Promise.all([
        refusalOf(decide(here, id)),
        refusalOf(decide(there, id, "reject")),
      ]);
      expect(outcomes.toSorted()).toEqual(["conflict", "ok"]);
    }
  });
});
