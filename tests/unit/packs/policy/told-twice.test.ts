import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/contracts/common";
import { KROGER } from "@/lib/packs/kroger/pack";
import { NO_STEP } from "@/lib/packs/policy/acts-of-step";
import { policiesAgainst } from "@/lib/packs/policy/judge-policy";
import { policyFactsOf } from "@/lib/packs/policy/policy-facts";

const NOW = new Date("2026-03-02T09:30:00.000Z");
const PHARMACISTS = { count: 1, from: "pharmacist", to: "pharmacist" };

/** what the milder and the stricter place tell, and the rule that the stricter one wakes */
const ROWS: [rule: string, what: string, mild: JsonObject, strict: JsonObject][] = [
  ["N6", "the refill", { refill_number: 1 }, { refill_number: 6 }],
  ["N6", "how many are used", { refills_used: 0 }, { refills_used: 5 }],
  ["N6", "one that is not understood", { refill_number: 1 }, { refill_number: "6th" }],
  ["N6", "how many are left", { refills_remaining: 2, refill_number: 1 }, { refills_remaining: 0 }],
  ["N6", "when it was issued", { issued_at: "2026-02-01" }, { issued_at: "2025-01-01" }],
  ["N6", "when it was written", { issued_at: "2026-02-01" }, { date_written: "2025-01-01" }],
  ["N6", "a date that is none", { issued_at: "2026-02-01" }, { date_written: "last year" }],
  ["N8", "the transfer", { transfer: PHARMACISTS }, { transfer: { ...PHARMACISTS, count: 2 } }],
  ["N8", "how often", { transfer: PHARMACISTS }, { transfer_count: 2 }],
  ["N8", "by whom", { transfer: PHARMACISTS }, { transfer: { ...PHARMACISTS, from: "clerk" } }],
  ["N9", "who signed", { epcs: { signed_by: "prescriber" } }, { epcs: { signed_by: "agent" } }],
  ["N9", "who signed it", { epcs: { signed_by: "prescriber" } }, { epcs_signed_by: "agent" }],
  ["N10", "what was altered", { epcs: { altered: false } }, { epcs: { altered: true } }],
  ["N10", "a word for it", { epcs_altered: "no" }, { epcs_altered: "yes" }],
];

describe("of two tellings the one that warns counts", () => {
  const denialsOf = (attributes: JsonObject) => {
    const told = { drug: { name: "a drug", schedule: "C-IV" }, ...attributes } as JsonObject;
    const given = { pack: KROGER, attributes: told, doer: "pharmacist", now: NOW } as const;
    const moves = [{ from: "data_entry", to: "pre_verification" }];
    return policiesAgainst(given, { ...NO_STEP, queue: "data_entry", moves }).map(({ id }) => id);
  };

  it.each(ROWS)("%s, of %s", (rule, _, mild, strict) => {
    expect(denialsOf({ ...mild, prescription: mild })).toEqual([]);
    expect(denialsOf({ ...mild, prescription: strict })).toContain(rule);
    expect(denialsOf({ ...strict, prescription: mild })).toContain(rule);
  });

  it("also of an oral origin, a changed answer, refills on file and what supports an early one", () => {
    const mild = { origin: "electronic", prescriber_answer: "Approved", refills_remaining: 0 };
    const strict = { origin: "oral", prescriber_answer: "Replace", refills_remaining: 2 };
    for (const [one, other] of [
      [mild, strict],
      [strict, mild],
    ]) {
      const facts = policyFactsOf({ ...one, prescription: other } as JsonObject);
      expect(facts).toMatchObject({ isOral: true, isAnswerChanged: true, hasRefills: true });
    }
    const supported = { early_refill_evidence: "travels" };
    const evidence = (prescription: JsonObject) =>
      policyFactsOf({ ...supported, prescription }).earlyRefillEvidence;
    expect(evidence({})).toBe("travels");
    expect(evidence({ early_refill_evidence: "none" })).toBe("");
  });
});
