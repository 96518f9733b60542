import { z } from "zod";
import { inReadingOrder } from "./common";

/** Why a gate or a kill switch was changed, as one of few words; a sentence goes beside it. */
const GOVERNANCE_REASONS = [
  "planned_change",
  "pilot",
  "incident",
  "safety_concern",
  "outage",
  "incident_over",
  "audit_finding",
  "regulatory",
  "other",
] as const;
export type GovernanceReason = (typeof GOVERNANCE_REASONS)[number];

/** Why somebody went past what he may. */
const GLASS_REASONS = ["patient_safety", "urgent_care", "outage", "complaint", "other"] as const;
export type GlassReason = (typeof GLASS_REASONS)[number];

/** Why a proposal was approved, rejected or put off. */
const DECISION_REASONS = [
  "looks_right",
  "wrong_action",
  "wrong_time",
  "more_information",
  "patient_safety",
  "done_elsewhere",
  "other",
] as const;
export type DecisionReason = (typeof DECISION_REASONS)[number];

/** Why something was undone. */
const ROLLBACK_REASONS = [
  "wrong_case",
  "wrong_action",
  "changed_meanwhile",
  "patient_safety",
  "other",
] as const;
export type RollbackReason = (typeof ROLLBACK_REASONS)[number];

/** Why a payer's reject was overridden. */
const OVERRIDE_REASONS = [
  "clinically_reviewed",
  "prescriber_confirmed",
  "lost_or_damaged",
  "travel",
  "dose_change",
  "other",
] as const;

export const decisionReason = z.enum(DECISION_REASONS);
export const rollbackReason = z.enum(ROLLBACK_REASONS);
export const overrideReason = z.enum(OVERRIDE_REASONS);
export const governanceReason = z.enum(GOVERNANCE_REASONS);
export const glassReason = z.enum(GLASS_REASONS);

/** The sentence. */
export const reasonText = inReadingOrder(z.string().trim().min(1).max(500));
