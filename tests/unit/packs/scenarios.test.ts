import { describe, expect, it } from "vitest";
import { findQueue } from "@/lib/packs/find-pack";
import { KROGER } from "@/lib/packs/kroger/pack";
import { findRejectCode } from "@/lib/packs/kroger/reject-codes";
import { SCENARIOS } from "@/lib/packs/kroger/scenarios";
import type { Scenario } from "@/lib/packs/pack";

const QUEUE_OF: [string, string][] = [
  ["happy_path", "inbound_comms"],
  ["insurance_rejected_outdated", "rejection_resolution"],
  ["prior_auth_required", "rejection_resolution"],
  ["no_refills_prescriber", "contact_manager"],
  ["no_insurance_discount_card", "rejection_resolution"],
  ["refill_too_soon", "rejection_resolution"],
  ["controlled_refill", "pre_verification"],
  ["dur_interaction", "rejection_resolution"],
  ["payer_outage", "data_entry"],
  ["out_of_stock", "dispensing"],
];

/** FDA and ISMP tall-man spellings of the drugs that have one. */
const TALL_MAN = [
  "amLODIPine",
  "buPROPion",
  "clonazePAM",
  "hydrOXYzine",
  "metFORMIN",
  "SITagliptin",
];

const PATIENT_KEYS = ["birth_year", "initials", "last4"];

function seedOf(key: string): Scenario["seed"] {
  const found = SCENARIOS.find((scenario) => scenario.key === key);
  if (found === undefined) {
    throw new Error(`No scenario ${key}`);
  }
  return found.seed;
}

const valueIn = (payload: Readonly<Record<string, unknown>> | undefined, key: string) =>
  payload?.[key];

describe("the demo scenarios", () => {
  it("are the ten of the API, in order", () => {
    expect(SCENARIOS.map((scenario) => scenario.key)).toEqual(QUEUE_OF.map(([key]) => key));
  });

  it.each(QUEUE_OF)("puts %s in %s, a queue the pack knows", (key, queue) => {
    expect(seedOf(key).queue).toBe(queue);
    expect(findQueue(KROGER, queue)).not.toBeNull();
  });

  it("has promises kept, at risk and broken, so that the board shows all three", () => {
    const minutes = SCENARIOS.flatMap(({ seed }) => seed.promisedInMinutes ?? []);
    expect(minutes.some((minute) => minute < 0)).toBe(true);
    expect(minutes.some((minute) => minute >= 0 && minute <= 20)).toBe(true);
    expect(minutes.some((minute) => minute > 20)).toBe(true);
  });

  it("gives every prescription a number of its own", () => {
    const numbers = SCENARIOS.map(({ seed }) => seed.attributes.rx_number);
    expect(new Set(numbers).size).toBe(SCENARIOS.length);
    expect(numbers.every((number) => /^RX-\d{6}$/.test(number ?? ""))).toBe(true);
  });
});

describe.each([...SCENARIOS])("scenario $key", ({ seed }) => {
  const { attributes } = seed;

  it("shows the patient masked: initials, birth year, last four digits, nothing else", () => {
    expect(Object.keys(attributes.patient ?? {}).sort()).toEqual(PATIENT_KEYS);
    expect(attributes.patient?.initials).toMatch(/^[A-Z]\. [A-Z]\.$/);
    expect(attributes.patient?.birth_year).toBeGreaterThan(1900);
    expect(attributes.patient?.last4).toMatch(/^\d{4}$/);
  });

  it("holds no date and no long number anywhere", () => {
    const text = JSON.stringify(seed).replaceAll(/RX-\d{6}|\d{3}-\d{5}/g, "");
    expect(text).not.toMatch(/\d{4}-\d{2}|\d{1,2}\/\d{1,2}\/\d{2,4}|\d{5,}/);
  });

  it("writes the drug in lower case, save tall-man letters", () => {
    const name = attributes.drug?.name.split(" ")[0] ?? "";
    expect(name).not.toBe("");
    const known = TALL_MAN.find((drug) => drug.toLowerCase() === name.toLowerCase());
    expect(name).toBe(known ?? name.toLowerCase());
    expect(seed.name).toContain(name);
  });

  it("writes the strength with a leading zero and without trailing ones", () => {
    expect(attributes.drug?.strength).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])? (mg|mcg)$/);
  });

  it("says the directions in plain words, without U, QD or other short forms", () => {
    expect(attributes.sig).toMatch(/^Take \d/);
    expect(attributes.sig).not.toMatch(/\b(U|IU|QD|QOD|BID|TID|QID|HS|PRN|PO)\b/i);
  });

  it("counts days, quantity and refills in whole sensible numbers", () => {
    const { quantity = 0, days_supply = 0, refills_remaining = -1 } = attributes;
    expect(Number.isInteger(quantity / days_supply)).toBe(true);
    expect(quantity).toBeGreaterThanOrEqual(days_supply);
    expect(refills_remaining).toBeGreaterThanOrEqual(0);
  });

  it("stands in an Ohio store and names payer and prescriber", () => {
    expect(attributes.store).toMatchObject({
      id: expect.stringMatching(/^\d{3}-\d{5}$/),
      state: "OH",
    });
    expect(attributes.payer).toBeTruthy();
    expect(attributes.prescriber).toMatch(/^Dr\. [A-Z]\. [A-Z][a-z]+$/);
  });

  it("has 1 to 4 tasks, at least one still to do, and 1 to 4 events in snake case", () => {
    expect(seed.tasks.length).toBeGreaterThanOrEqual(1);
    expect(seed.tasks.length).toBeLessThanOrEqual(4);
    expect(seed.tasks.some((task) => task.state !== "completed")).toBe(true);
    expect(seed.events.length).toBeGreaterThanOrEqual(1);
    expect(seed.events.length).toBeLessThanOrEqual(4);
    expect(seed.events.every((event) => /^[a-z]+(_[a-z]+)*$/.test(event.event_type))).toBe(true);
  });

  it("has a rejected claim in its events exactly when it carries a reject code it can explain", () => {
    const rejected = seed.events.filter((event) => event.event_type === "claim_rejected");
    const codes = rejected.map((event) => valueIn(event.payload, "code"));
    const code = attributes.reject_code;
    expect(codes).toEqual(code === undefined ? [] : [code]);
    if (code !== undefined) {
      expect(findRejectCode(code)).not.toBeNull();
      expect(attributes.reject_message).toBeTruthy();
    }
  });

  it("is rejected only with a reject code", () => {
    if (seed.insurance === "rejected") {
      expect(attributes.reject_code).toBeDefined();
    }
  });

  it("has a priority from 1 to 5", () => {
    expect([1, 2, 3, 4, 5]).toContain(seed.priority);
  });
});

describe("what each scenario is about", () => {
  it.each([
    ["insurance_rejected_outdated", "68"],
    ["prior_auth_required", "75"],
    ["refill_too_soon", "79"],
    ["dur_interaction", "88"],
  ])("%s is rejected with %s", (key, code) => {
    expect(seedOf(key).insurance).toBe("rejected");
    expect(seedOf(key).attributes.reject_code).toBe(code);
  });

  it("happy_path is accepted and nothing blocks it", () => {
    expect(seedOf("happy_path").insurance).toBe("accepted");
    expect(seedOf("happy_path").attributes.blocker).toBeUndefined();
  });

  it("no_refills_prescriber has no refills left", () => {
    expect(seedOf("no_refills_prescriber").attributes.refills_remaining).toBe(0);
  });

  it("no_insurance_discount_card has no insurance", () => {
    expect(seedOf("no_insurance_discount_card").insurance).toBe("none");
  });

  it("controlled_refill is C-IV, within 5 refills and 6 months, and the only controlled drug", () => {
    const controlled = SCENARIOS.filter(({ seed }) => seed.attributes.drug?.schedule !== null);
    expect(controlled.map((scenario) => scenario.key)).toEqual(["controlled_refill"]);
    expect(seedOf("controlled_refill").attributes.drug?.schedule).toBe("C-IV");
    const limits = seedOf("controlled_refill").events.find(
      (event) => event.event_type === "refill_limits_checked",
    );
    expect(valueIn(limits?.payload, "refill_number")).toBeLessThanOrEqual(5);
    expect(valueIn(limits?.payload, "days_since_issue")).toBeLessThan(181);
  });

  it.each(["controlled_refill", "dur_interaction"])(
    "%s leaves every open task to a pharmacist",
    (key) => {
      const open = seedOf(key).tasks.filter((task) => task.state !== "completed");
      expect(open.every((task) => task.assigned_to?.startsWith("Pharmacist"))).toBe(true);
    },
  );

  it("payer_outage stays pending and never says rejected", () => {
    const seed = seedOf("payer_outage");
    expect(seed.insurance).toBe("pending");
    expect(JSON.stringify(seed)).not.toMatch(/reject/i);
    expect(seed.events.some((event) => valueIn(event.payload, "code") === "92")).toBe(true);
  });
});
