import type {
  DecisionReason,
  GlassReason,
  GovernanceReason,
  RollbackReason,
} from "@/lib/contracts/reason-code";
import type { RevealReason } from "@/lib/contracts/reveal";

export const GOVERNANCE_REASON_WORDS: Readonly<Record<GovernanceReason, string>> = {
  planned_change: "Planned change",
  pilot: "Pilot",
  incident: "Incident",
  safety_concern: "Safety concern",
  outage: "Outage",
  incident_over: "Incident is over",
  audit_finding: "Audit finding",
  regulatory: "Regulatory",
  other: "Other",
};

/** Why something is rejected; approving is its own reason. */
export const REJECTION_REASON_WORDS: Readonly<
  Record<Exclude<DecisionReason, "looks_right">, string>
> = {
  wrong_action: "Wrong action",
  wrong_time: "Wrong time",
  more_information: "More information needed",
  patient_safety: "Patient safety",
  done_elsewhere: "Done elsewhere",
  other: "Other",
};

export const ROLLBACK_REASON_WORDS: Readonly<Record<RollbackReason, string>> = {
  wrong_case: "Wrong case",
  wrong_action: "Wrong action",
  changed_meanwhile: "Changed meanwhile",
  patient_safety: "Patient safety",
  other: "Other",
};

export const GLASS_REASON_WORDS: Readonly<Record<GlassReason, string>> = {
  patient_safety: "Patient safety",
  urgent_care: "Urgent care",
  outage: "Outage",
  complaint: "Complaint",
  other: "Other",
};

export const REVEAL_REASON_WORDS: Readonly<Record<RevealReason, string>> = {
  treatment: "Treatment",
  patient_contact: "Patient contact",
  claim: "Claim",
  complaint: "Complaint",
  investigation: "Investigation",
  other: "Other",
};
