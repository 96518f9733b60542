import { z } from "zod";
import { bodyId, jsonObject, probability, timestamp } from "./common";
import { stageSchema } from "./stage";

const PROPOSAL_STATUSES = [
  "pending",
  "approved",
  "rejected",
  "executed",
  "stale",
  "expired",
  "rolled_back",
] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

const actionSchema = z.object({
  type: z.string(),
  label: z.string(),
  payload: jsonObject,
  confidence: probability,
  safety_score: probability,
});
export type ActionAnswer = z.infer<typeof actionSchema>;

/** The most automation that the law allows for this state, drug and action. */
const capped = {
  cap: stageSchema.meta({ description: "The most automation that the law allows for it" }),
  cap_sources: z.array(z.string()).meta({ description: "The laws and assumptions of the cap" }),
};

const reversibleForMinutes = z
  .int()
  .nullable()
  .meta({ description: "How long it can be undone once it has run; null = it cannot" });

export const suggestionSchema = actionSchema.extend({
  ...capped,
  reversible_for_minutes: reversibleForMinutes,
  reason: z.string().meta({ description: "Why this is suggested, in one sentence" }),
});

const auditStep = z.object({ ts: timestamp, event: z.string(), meta: jsonObject });

export const proposalSchema = z
  .object({
    id: z.string(),
    case_id: bodyId,
    action: actionSchema,
    status: z.enum(PROPOSAL_STATUSES),
    version: z.int().meta({ description: "Every change adds one" }),
    proposed_by: z.string(),
    proposed_at: timestamp,
    created_at: timestamp,
    approved_by: z.string().nullable(),
    approved_at: timestamp.nullable(),
    rejected_by: z.string().optional(),
    rejected_at: timestamp.optional(),
    executed_by: z.string().nullable(),
    executed_at: timestamp.nullable(),
    ...capped,
    approved_until: timestamp
      .nullable()
      .meta({ description: "An approved proposal may run until then; null in any other status" }),
    evidence_hash: z.string().nullable().meta({
      description:
        "SHA-256 of what a decision is taken on: send it with the decision. Once decided, of what it was taken on",
    }),
    gate: z.string().nullable().meta({ description: "Key of the gate that must be open" }),
    reversible_for_minutes: reversibleForMinutes,
    execution_id: bodyId.nullable(),
    reversible_until: timestamp.nullable(),
    rolled_back_at: timestamp.nullable(),
    audit: z.array(auditStep),
  })
  .meta({ id: "Proposal" });
export type ProposalAnswer = z.infer<typeof proposalSchema>;

/** Where the scope of an action stands, and why. */
export const ameSchema = z.object({
  stage: stageSchema,
  trust: probability,
  meta: z.object({
    reason: z.string(),
    trust: probability,
    stage: z.string(),
    model_confidence: probability.optional(),
    model_safety: probability.optional(),
    ml_anomaly: z.null().optional(),
  }),
});
export type AmeAnswer = z.infer<typeof ameSchema>;
