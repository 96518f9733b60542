import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideProposal } from "@/lib/automation/decide-proposal";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { setGate } from "@/lib/governance/set-gate";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose, run } from "./support/acts";
import { auditOf, FIRST_GATE } from "./support/governance";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("reason codes on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  const lastWhy = async (action: string) => {
    const entry = (await auditOf(world, [action])).at(-1);
    return [entry?.reasonCode, entry?.reason];
  };

  it("of a rejection, a rollback and a gate are kept with their sentence", async () => {
    const caseId = await addCase(admin);
    await decideProposal(admin, await propose(admin, caseId), {
      ...{ decision: "reject", reason_code: "wrong_time", note: "Too early", decided_by: "x" },
    });
    expect(await lastWhy("proposal.reject")).toEqual(["wrong_time", "Too early"]);
    const executionId = await run(admin, caseId);
    const why = { reason_code: "wrong_case", reason: "Of the neighbour" } as const;
    await rollbackExecution(admin, executionId, why);
    expect(await lastWhy("execution.rollback")).toEqual(["wrong_case", "Of the neighbour"]);
    const gate = { transition_key: FIRST_GATE, enabled: false, decided_by: "x" };
    await setGate(admin, { ...gate, reason_code: "incident", note: "Wrong quantities" });
    expect(await lastWhy("gate.revoke")).toEqual(["incident", "Wrong quantities"]);
  });

  it("of an override are kept when it is proposed and when it is run", async () => {
    const attributes = { reject_code: "76", drug: { name: "a drug", schedule: null } };
    const caseId = await addCase(admin, { queue: "rejection_resolution", attributes });
    const id = await propose(admin, caseId, "resolve_rejection", {
      ...{ resolution: "override", reason_code: "dose_change", note: "Dose doubled by Dr. L." },
    });
    const why = ["dose_change", "Dose doubled by Dr. L."];
    expect(await lastWhy("proposal.create")).toEqual(why);
    await decide(admin, id);
    await execute(admin, id);
    expect(await lastWhy("proposal.execute")).toEqual(why);
  });
});
