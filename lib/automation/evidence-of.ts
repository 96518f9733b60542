import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/audit/canonical-json";
import type { JsonObject } from "@/lib/contracts/common";
import { findPack } from "@/lib/packs/find-pack";
import { policyFactsOf } from "@/lib/packs/policy/policy-facts";
import type { Case } from "@/lib/workflows/case";
import { capOfAct } from "./cap-of-act";
import type { Proposal } from "./proposal";

/** What is known of a case that a person judges on; not what was last said to the patient. */
const FACTS = [
  "patient",
  "rx_number",
  "drug",
  "sig",
  "quantity",
  "days_supply",
  "refills_remaining",
  "payer",
  "reject_code",
  "reject_message",
  "blocker",
  "prescriber",
  "prescription",
  "refill_number",
  "refills_used",
  "issued_at",
  "date_written",
  "epcs",
  "transfer",
  "origin",
] as const;

/**
 * Pure: what a person has on the screen when deciding. Whoever approves binds the approval to
 * exactly this; once any of it is different, somebody has to look again.
 */
function evidenceOf(proposal: Proposal, one: Case): JsonObject {
  const pack = findPack(one.packId);
  const act = { type: proposal.actionType, payload: proposal.payload };
  return {
    proposal: proposal.id,
    action: { ...act, label: proposal.label },
    forecast: { confidence: proposal.confidence, safety: proposal.safetyScore },
    gate: proposal.gateKey,
    cap: pack && capOfAct(pack, one, act).cap,
    policy: policyOf(one.attributes),
    case: {
      id: one.id,
      queue: one.queue,
      move_count: one.moveCount,
      insurance: one.insurance,
      ...Object.fromEntries(FACTS.map((fact) => [fact, one.attributes[fact] ?? null])),
    },
  };
}

/** Facts of the case itself, its date among them, are told beside these. */
function policyOf(attributes: JsonObject): JsonObject {
  const { issuedAt: _, rejectCodes, signers, ...facts } = policyFactsOf(attributes);
  return { ...facts, rejectCodes: [...rejectCodes], signers: [...signers] };
}

/** SHA-256 of the evidence, in hex; the same however a database has ordered its keys. */
export function evidenceHashOf(proposal: Proposal, one: Case): string {
  const text = canonicalJson(evidenceOf(proposal, one));
  return createHash("sha256").update(text).digest("hex");
}
