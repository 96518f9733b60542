import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { autoStep } from "@/lib/automation/auto-step";
import { dryRunGovernedAction } from "@/lib/automation/dry-run-governed-action";
import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { caseOf } from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";

const drug = (schedule: string | null) => ({ drug: { name: "a drug", schedule } });
const CAPPED = { queue: "contact_manager", attributes: drug("C-IV") };
const FREE = { queue: "contact_manager", attributes: drug(null) };

describe.each(await availableDatabases())("caps and machines on $provider", (available) => {
  let world: TestWorld;
  let person: Context;
  let key: Context;
  let other: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    person = world.as("technician");
    key = world.asMachine("technician");
    other = world.asMachine("admin");
    await openAllGates(world.as("admin"));
  });
  afterAll(() => world.close());

  const queueOf = async (caseId: number) => (await caseOf(world, caseId)).queue;

  it("a key neither steps, runs nor tries what the law caps at propose", async () => {
    const caseId = await addCase(person, CAPPED);
    const call = { workflow_id: caseId, action_type: "advance_queue", metadata: {} };
    expect(await refusalOf(autoStep(key, caseId))).toBe("blocked");
    expect(await refusalOf(executeGovernedAction(other, call))).toBe("blocked");
    expect(await refusalOf(dryRunGovernedAction(other, call))).toBe("blocked");
    await expect(autoStep(key, caseId)).rejects.toMatchObject({
      message: expect.stringContaining("caps this at propose [21 CFR 1306.04(a)]"),
      hints: { denial: { rules: ["cap"], act: "advance_queue", caseId } },
    });
    expect(await queueOf(caseId)).toBe("contact_manager");
  });

  it("nor do two keys of which one decides and the other runs", async () => {
    const caseId = await addCase(person, CAPPED);
    const id = await propose(key, caseId);
    expect(await refusalOf(decide(other, id))).toBe("blocked");
    expect(await refusalOf(execute(key, id))).toBe("conflict");
    expect(await queueOf(caseId)).toBe("contact_manager");
  });

  it("a key runs what a person has approved, and a person who steps decides", async () => {
    const approved = await addCase(person, CAPPED);
    const id = await propose(key, approved);
    await decide(person, id);
    await execute(key, id);
    expect(await queueOf(approved)).toBe("inbound_comms");
    const stepped = await addCase(person, CAPPED);
    await autoStep(person, stepped);
    expect(await queueOf(stepped)).toBe("inbound_comms");
  });

  it("a key steps on by itself where the law lets automation act", async () => {
    for (const given of [FREE, { queue: "contact_manager" }]) {
      const caseId = await addCase(person, given);
      await autoStep(key, caseId);
      expect(await queueOf(caseId)).toBe("inbound_comms");
    }
  });

  const rejected = (attributes: JsonObject) => ({ queue: "rejection_resolution", attributes });
  const inPrescription = { prescription: { reject_code: ["75", "88"] } };

  it.each([
    ["a DUR reject", { reject_code: "88" }],
    ["one among others", { reject_code: ["79", " 088"] }],
    ["one of the prescription", inPrescription],
    ["a code that nobody knows", { reject_code: "R88" }],
    ["a reject of a technician's", { reject_code: "68" }],
  ])("nobody moves a case past %s while it stands", async (_, attributes) => {
    const caseId = await addCase(person, rejected(attributes));
    for (const who of [key, other, person, world.as("pharmacist")]) {
      expect(await refusalOf(propose(who, caseId))).toBe("conflict");
      await refusalOf(autoStep(who, caseId));
    }
    const entered = await addCase(person, { queue: "data_entry", attributes });
    expect(await refusalOf(propose(key, entered))).toBe("conflict");
    expect(await queueOf(caseId)).toBe("rejection_resolution");
  });

  it("a pharmacist resolves it wherever it is told, and then it goes on", async () => {
    const caseId = await addCase(person, rejected(inPrescription));
    const resolve = () => propose(person, caseId, "resolve_rejection", { resolution: "resubmit" });
    expect(await refusalOf(decide(person, await resolve()))).toBe("forbidden");
    const id = await resolve();
    await decide(world.as("pharmacist"), id);
    await execute(person, id);
    await autoStep(person, caseId);
    expect(await queueOf(caseId)).toBe("pre_verification");
  });
});
