import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/kernel/context";
import { recordPharmacistPreverification } from "@/lib/scenarios/record-pharmacist-preverification";
import { recordPrescriberApproval } from "@/lib/scenarios/record-prescriber-approval";
import { startKrogerRefill } from "@/lib/scenarios/start-kroger-refill";
import { submitPreverification } from "@/lib/scenarios/submit-preverification";
import { availableDatabases } from "../support/test-database";
import { FIRST_GATE, forgetGovernance, revoke } from "./support/governance";
import { refusalOf } from "./support/outcomes";
import { caseOf } from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";

const TO_DATA_ENTRY = "kroger.prescriber_approval_to_data_entry";
const TO_DISPENSING = "kroger.preverify_to_access_granted";

describe.each(await availableDatabases())("gates and told steps on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  let technician: Context;
  let pharmacist: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    technician = world.asMachine("technician");
    pharmacist = world.asMachine("pharmacist");
  });
  beforeEach(() => forgetGovernance(world));
  afterAll(() => world.close());

  const start = async () => {
    const input = { scenario_key: "kroger_refill_atorvastatin", contact_method: "phone" };
    return (await startKrogerRefill(technician, input)).id;
  };
  const approve = (workflow_id: number) =>
    recordPrescriberApproval(technician, { workflow_id, prescriber_office: "O", method: "fax" });
  const submit = (workflow_id: number, insurance_result = "accepted") =>
    submitPreverification(technician, {
      ...{ workflow_id, insurance_result, sig: "1 daily", days_supply: 90, payer: "P" },
    });
  const verify = (workflow_id: number, decision = "approved") =>
    recordPharmacistPreverification(pharmacist, { workflow_id, decision });

  it("no step passes a revoked gate, and nothing changes", async () => {
    const id = await start();
    await revoke(admin, TO_DATA_ENTRY);
    expect(await refusalOf(approve(id))).toBe("blocked");
    expect(await caseOf(world, id)).toMatchObject({ queue: "contact_manager", moveCount: 0 });
    await forgetGovernance(world);
    await approve(id);
    await revoke(admin);
    expect(await refusalOf(submit(id))).toBe("blocked");
    await forgetGovernance(world);
    await submit(id);
    await revoke(admin, TO_DISPENSING);
    expect(await refusalOf(verify(id))).toBe("blocked");
    expect((await caseOf(world, id)).queue).toBe("pre_verification");
  });

  it("steps that meet another gate, or none, go on", async () => {
    const id = await start();
    await revoke(admin, TO_DISPENSING);
    await approve(id);
    await revoke(admin, FIRST_GATE);
    await submit(id, "rejected");
    expect((await caseOf(world, id)).queue).toBe("rejection_resolution");
    const other = await start();
    await approve(other);
    await forgetGovernance(world);
    await submit(other);
    await revoke(admin, TO_DISPENSING);
    expect(await refusalOf(verify(other, "rejected"))).toBe("ok");
  });
});
