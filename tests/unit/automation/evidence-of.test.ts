import { describe, expect, it } from "vitest";
import { evidenceHashOf } from "@/lib/automation/evidence-of";
import type { Proposal } from "@/lib/automation/proposal";
import type { JsonObject } from "@/lib/contracts/common";
import type { Case } from "@/lib/workflows/case";
import { makeDetails, NOW } from "./subjects";

const ATTRIBUTES: JsonObject = {
  patient: { initials: "A. B.", birth_year: 1950, last4: "0000" },
  rx_number: "1",
  drug: { name: "atorvastatin", strength: "20 mg", schedule: null },
  sig: "Take 1 tablet by mouth daily",
  quantity: 90,
  days_supply: 90,
  refills_remaining: 3,
  payer: "Blue",
  reject_code: "75",
  reject_message: "Prior authorisation",
  blocker: "Waits for the plan",
  prescriber: { name: "Dr. C" },
  prescription: { id: "p" },
  refill_number: 1,
  refills_used: 1,
  issued_at: "2026-01-01",
  date_written: "2026-01-01",
  epcs: { altered: false },
  transfer: { count: 0 },
  origin: "electronic",
  prescription_origin: "electronic",
  origin_code: "3",
  prescriber_answer: "Approved",
  early_refill_evidence: "",
};

const PROPOSAL: Proposal = {
  id: "one",
  siteId: "site",
  caseId: 12,
  actionType: "advance_queue",
  label: "Move on",
  payload: { to_queue: "pre_verification" },
  gateKey: "gate",
  queue: "data_entry",
  moveCount: 0,
  confidence: 0.8,
  safetyScore: 0.9,
  features: {},
  status: "pending",
  version: 1,
  proposedBy: "user:one",
  proposedAt: NOW,
  decidedBy: null,
  decidedAt: null,
  executedBy: null,
  executedAt: null,
  evidenceHash: null,
};

const hashOf = (proposal: Partial<Proposal> = {}, one: Partial<Case> = {}) =>
  evidenceHashOf({ ...PROPOSAL, ...proposal }, makeDetails({ attributes: ATTRIBUTES, ...one }));

const withAttribute = (name: string, value: JsonObject[string]) =>
  hashOf({}, { attributes: { ...ATTRIBUTES, [name]: value } });

describe("what an approval is bound to", () => {
  it.each<[string, JsonObject[string]]>([
    ["patient", { initials: "A. C." }],
    ["rx_number", "2"],
    ["drug", { name: "atorvastatin", strength: "80 mg", schedule: null }],
    ["drug", { name: "atorvastatin", strength: "20 mg", schedule: "C-IV" }],
    ["sig", "Take 2 tablets by mouth daily"],
    ["quantity", 900],
    ["days_supply", 30],
    ["refills_remaining", 2],
    ["payer", "Green"],
    ["reject_code", "79"],
    ["reject_message", "Refill too soon"],
    ["blocker", "None"],
    ["prescriber", { name: "Dr. D" }],
    ["prescription", { id: "q" }],
    ["refill_number", 2],
    ["refills_used", 2],
    ["issued_at", "2026-01-02"],
    ["date_written", "2026-01-02"],
    ["epcs", { altered: true }],
    ["epcs", { signed_by: "agent" }],
    ["transfer", { count: 1 }],
    ["origin", "oral"],
    ["prescription_origin", "oral"],
    ["origin_code", "2"],
    ["prescriber_answer", "Replace"],
    ["early_refill_evidence", "Travels"],
  ])("another %s of the case is another hash", (name, value) => {
    expect(withAttribute(name, value)).not.toBe(hashOf());
  });

  it.each<[string, Partial<Proposal>]>([
    ["id", { id: "two" }],
    ["action", { actionType: "notify_patient" }],
    ["payload", { payload: { to_queue: "rejection_resolution" } }],
    ["label", { label: "Move on quickly" }],
    ["confidence", { confidence: 0.81 }],
    ["safety", { safetyScore: 0.91 }],
    ["gate", { gateKey: null }],
  ])("another %s of the proposal is another hash", (_, change) => {
    expect(hashOf(change)).not.toBe(hashOf());
  });

  it.each<[string, Partial<Case>]>([
    ["case", { id: 13 }],
    ["queue", { queue: "pre_verification" }],
    ["stay in the queue", { moveCount: 1 }],
    ["answer of the payer", { insurance: "rejected" }],
  ])("another %s is another hash", (_, change) => {
    expect(hashOf({}, change)).not.toBe(hashOf());
  });

  it("what nobody judges on, and the order of keys, change nothing", () => {
    expect(withAttribute("last_message", "Called at noon")).toBe(hashOf());
    expect(hashOf({ status: "approved", version: 2, proposedBy: "user:two" })).toBe(hashOf());
    expect(hashOf({}, { name: "Renamed", priority: 1, version: 9 })).toBe(hashOf());
    const reversed = Object.fromEntries(Object.entries(ATTRIBUTES).toReversed());
    expect(hashOf({}, { attributes: reversed })).toBe(hashOf());
  });
});
