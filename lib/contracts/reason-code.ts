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

export const governanceReason = z.enum(GOVERNANCE_REASONS);
export const glassReason = z.enum(GLASS_REASONS);

/** The sentence. */
export const reasonText = inReadingOrder(z.string().trim().min(1).max(500));
