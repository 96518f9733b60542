import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/contracts/common";
import { KROGER } from "@/lib/packs/kroger/pack";
import { NO_STEP, type PolicyStep } from "@/lib/packs/policy/acts-of-step";
import type { Doer } from "@/lib/packs/policy/deny-rules";
import { judgePolicy, policiesAgainst } from "@/lib/packs/policy/judge-policy";

const NOW = new Date("2026-03-02T09:30:00.000Z");
const DOERS: readonly Doer[] = ["machine", "person", "pharmacist"];

const drug = (schedule: unknown) => ({ drug: { name: "a drug", schedule } }) as JsonObject;
const move = (from: string, to: string, more: Partial<PolicyStep> = {}): PolicyStep => ({
  ...NO_STEP,
  queue: from,
  moves: [{ from, to }],
  ...more,
});
const review = move("pre_verification", "dispensing", { isClinical: true });
const release = move("verification", "will_call", { isClinical: true });
const toReview = move("data_entry", "pre_verification");
const entry = move("inbound_comms", "data_entry");
const override = (note = "") =>
  move("rejection_resolution", "data_entry", {
    resolution: "override",
    evidence: note,
    isClinical: true,
  });
const backToEntry = move("rejection_resolution", "data_entry");
const renewal = move("contact_manager", "inbound_comms", { isRenewal: true });
const doing = (more: Partial<PolicyStep>): PolicyStep => ({
  ...NO_STEP,
  queue: "data_entry",
  ...more,
});

type Row = [id: string, what: string, attributes: JsonObject, step: PolicyStep, denied: string];
/** who is denied: M a machine, P a person, R a pharmacist */
const ROWS: readonly Row[] = [
  ["N1", "a clinical review", {}, review, "MP"],
  ["N1", "another reject of a pharmacist's", { reject_code: "40" }, override(), "MP"],
  ["N1", "the way to a review", {}, toReview, ""],
  ["N2", "an answer to a DUR alert by override", { reject_code: "88" }, override(), "MP"],
  ["N2", "one whose code is a number", { reject_code: 88 }, override(), "MP"],
  ["N2", "an override of another code", { reject_code: "40" }, override(), ""],
  ["N2", "a case sent on past the alert", { reject_code: ["79", "088"] }, backToEntry, "MP"],
  ["N2", "one past a code that nobody knows", { reject_code: "R88" }, backToEntry, "MP"],
  ["N2", "one past a reject of a technician's", { reject_code: "68" }, backToEntry, ""],
  ["N1", "one past another reject of a pharmacist's", { reject_code: "40" }, backToEntry, "MP"],
  ["N3", "whether to refill", {}, review, "M"],
  ["N3", "routing after it", {}, move("dispensing", "verification"), ""],
  ["N4", "the last look and release", {}, release, "MP"],
  ["N4", "the step before", {}, move("dispensing", "verification"), ""],
  ["N5", "a renewal of a C-II", drug("C-II"), renewal, "MPR"],
  ["N5", "a refill of a C-II", { ...drug("CII"), refill_number: 1 }, toReview, "MPR"],
  ["N5", "a C-II with refills on file", { ...drug(2), refills_remaining: 2 }, review, "MPR"],
  ["N5", "the first fill of a C-II", { ...drug("C-II"), refill_number: 0 }, toReview, ""],
  ["N5", "a renewal of what is not understood", drug("Sched. B"), renewal, "MPR"],
  ["N5", "a C-II told as DEA 2", drug("DEA 2"), renewal, "MPR"],
  ["N5", "a C-II with a remark", drug("C-II (narcotic)"), renewal, "MPR"],
  ["N5", "a C-II in words", drug("Schedule Two"), renewal, "MPR"],
  ["N5", "one told beside the drug", { drug: { name: "x" }, dea_schedule: "II" }, renewal, "MPR"],
  [
    "N5",
    "one told twice",
    { drug: { name: "x", schedule: null, drug_schedule: "2" } },
    renewal,
    "MPR",
  ],
  ["N5", "one of the prescription", { prescription: { schedule: "C-II" } }, renewal, "MPR"],
  [
    "N5",
    "one of its drug",
    { prescription: { drug: { name: "x", schedule: "CII" } } },
    renewal,
    "MPR",
  ],
  ["N5", "a renewal of a C-III", drug("C-III"), renewal, ""],
  ["N6", "the 6th refill of a C-IV", { ...drug("C-IV"), refill_number: 6 }, toReview, "MPR"],
  ["N6", "a refill told as 6th", { ...drug("C-IV"), refill_number: "6th" }, toReview, "MPR"],
  ["N6", "one of what is not understood", { ...drug("?"), refill_number: 6 }, toReview, "MPR"],
  [
    "N6",
    "a date that is none",
    { ...drug("C-IV"), prescription: { issued_at: "last year" } },
    toReview,
    "MPR",
  ],
  [
    "N6",
    "one told by its prescription",
    { ...drug("C-IV"), refill_number: null, prescription: { refill_number: 6 } },
    toReview,
    "MPR",
  ],
  ["N6", "one after 5 used", { ...drug("C-III"), refills_used: "5" }, review, "MPR"],
  [
    "N6",
    "one of none left",
    { ...drug("C-IV"), refill_number: 2, refills_remaining: 0 },
    toReview,
    "MPR",
  ],
  ["N6", "one after 6 months", { ...drug("C-IV"), issued_at: "2025-09-01" }, review, "MPR"],
  ["N6", "the last day of 6 months", { ...drug("C-IV"), issued_at: "2025-09-02" }, toReview, ""],
  [
    "N6",
    "the 5th refill",
    { ...drug("C-IV"), refill_number: 5, refills_remaining: 1 },
    toReview,
    "",
  ],
  ["N6", "the 6th refill of a C-V", { ...drug("C-V"), refill_number: 6 }, toReview, ""],
  ["N6", "the 6th of an uncontrolled drug", { ...drug(null), refill_number: 6 }, toReview, ""],
  ["N7", "a judgement on a C-V", drug("C-V"), review, "MP"],
  ["N7", "one on a drug that is not understood", { drug: "pills" }, review, "MP"],
  [
    "N7",
    "an override on a controlled drug",
    { ...drug("C-IV"), reject_code: "40" },
    override(),
    "MP",
  ],
  ["N7", "one on an uncontrolled drug", drug(null), review, ""],
  ["N8", "a second transfer", { ...drug("C-IV"), transfer: { count: 2 } }, toReview, "MPR"],
  [
    "N8",
    "one from a clerk",
    { ...drug("C-IV"), transfer: { count: 1, from: "clerk" } },
    toReview,
    "MPR",
  ],
  [
    "N8",
    "one between pharmacists",
    { ...drug("C-IV"), transfer: { count: 1, from: "pharmacist", to: "RPh" } },
    toReview,
    "",
  ],
  [
    "N8",
    "one with a pharmacist's clerk",
    { ...drug("C-IV"), transfer: { count: 1, from: "pharmacist", to: "pharmacist's clerk" } },
    toReview,
    "MPR",
  ],
  ["N8", "one without its ends", { ...drug("C-IV"), transfer: { count: 1 } }, toReview, "MPR"],
  ["N8", "one told as a list", { ...drug("C-IV"), transfer: ["clerk"] }, toReview, "MPR"],
  ["N8", "an uncontrolled one", { transfer: { count: 2 } }, toReview, ""],
  [
    "N9",
    "one signed by an agent",
    { ...drug("C-IV"), epcs: { signed_by: "agent" } },
    toReview,
    "MPR",
  ],
  [
    "N9",
    "one signed by the prescriber",
    { ...drug("C-IV"), epcs: { signed_by: "prescriber" } },
    toReview,
    "",
  ],
  ["N10", "an altered one", { ...drug("C-IV"), epcs: { altered: true } }, toReview, "MPR"],
  [
    "N10",
    "an altered one, told as a word",
    { ...drug("C-IV"), epcs_altered: "Yes" },
    review,
    "MPR",
  ],
  ["N10", "a list nobody understands", { ...drug("C-IV"), epcs: [{}] }, review, "MPR"],
  ["N10", "one that is not altered", { ...drug("C-IV"), epcs: { altered: "false" } }, toReview, ""],
  [
    "N10",
    "where it is worked on, not filled",
    { ...drug("C-IV"), epcs: { altered: true } },
    entry,
    "",
  ],
  ["N11", "a change of the sig", {}, doing({ changes: ["sig"] }), "M"],
  ["N11", "an answer with changes", { prescriber_answer: "ApprovedWithChanges" }, entry, "M"],
  ["N11", "an answer without", { prescriber_answer: "Approved" }, entry, ""],
  ["N11", "another attribute", {}, doing({ changes: ["blocker"] }), ""],
  ["N12", "counselling", {}, doing({ completes: ["Offer counselling"] }), "M"],
  ["N12", "counselling in one word", {}, doing({ completes: ["offer_counselling"] }), "M"],
  ["N12", "another task", {}, doing({ completes: ["Call the office"] }), ""],
  ["N13", "a prescription given by voice", { origin: "oral" }, entry, "M"],
  ["N13", "one given by phone", { prescription: { origin: "Phone" } }, entry, "M"],
  ["N13", "one of origin 2", { origin: 2 }, entry, "M"],
  ["N13", "one sent", { origin: "electronic" }, entry, ""],
  ["N14", "on a controlled drug", { ...drug("C-IV"), reject_code: "79" }, override("lost"), "MPR"],
  ["N14", "without evidence", { reject_code: "79" }, override(" "), "MPR"],
  ["N14", "with evidence", { reject_code: "79" }, override("dose doubled by Dr. L."), "M"],
  ["N14", "of a code that nobody knows", { reject_code: "R79" }, override(" "), "MPR"],
  [
    "N14",
    "scheduling",
    { reject_code: "79" },
    { ...override(), resolution: "schedule_refill", isClinical: false },
    "",
  ],
];

describe("deny rules", () => {
  it.each(ROWS)("%s speaks of %s to those it is meant for", (id, _, attributes, step, denied) => {
    const given = (doer: Doer) => ({ pack: KROGER, attributes, doer, now: NOW });
    const refused = DOERS.filter((doer) =>
      policiesAgainst(given(doer), step).some((denial) => denial.id === id),
    );
    const wanted = { M: "machine", P: "person", R: "pharmacist" } as const;
    expect(refused).toEqual([...denied].map((letter) => wanted[letter as keyof typeof wanted]));
  });

  it("has an example for and one against each of N1 to N14", () => {
    for (const { id } of KROGER.policyCaps) {
      const rows = ROWS.filter((row) => row[0] === id);
      expect([id, rows.some((row) => row[4] !== ""), rows.some((row) => row[4] === "")]).toEqual([
        id,
        true,
        true,
      ]);
    }
  });

  it("tells the rule, its law and what it is about, what nobody may do first", () => {
    const attributes = { ...drug("C-IV"), refill_number: 6 } as JsonObject;
    const given = { pack: KROGER, attributes, doer: "machine", now: NOW } as const;
    expect(judgePolicy(given, review)).toMatchObject({
      id: "N6",
      source: "21 CFR 1306.22(a)",
      deniedTo: "everyone",
      detail: "It would be refill 6 of a C-IV drug.",
    });
    expect(policiesAgainst(given, review).map(({ id }) => id)).toEqual(["N6", "N1", "N3", "N7"]);
  });

  it("lets a store limit C-V as well", () => {
    const attributes = { ...drug("C-V"), refill_number: 6 } as JsonObject;
    const limits = { ...KROGER.policy.refillLimits, "C-V": { refills: 5, months: 6 } };
    const pack = { ...KROGER, policy: { ...KROGER.policy, refillLimits: limits } };
    const given = { attributes, doer: "pharmacist", now: NOW } as const;
    expect(judgePolicy({ ...given, pack: KROGER }, toReview)).toBeNull();
    expect(judgePolicy({ ...given, pack }, toReview)?.id).toBe("N6");
  });
});
