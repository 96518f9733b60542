import { z } from "zod";
import { scopeInput } from "./ame-scope";
import { bodyId, inReadingOrder, probability, storedObject, timestamp } from "./common";
import { defineContract } from "./contract";

const seconds = z.number().min(0).nullish();
const proposalId = z.string().trim().max(64).nullish().meta({
  description: "What later reports are joined by; a report without it counts only as bad news",
});

const recorded = z.object({ ok: z.literal(true), event_id: bodyId, timestamp });
export type Recorded = z.infer<typeof recorded>;

const proposalBody = z.object({
  scope: scopeInput,
  proposal_id: proposalId,
  predicted_confidence: probability.default(0.75),
  predicted_safety: probability.default(0.85),
  predicted_time_saved_sec: seconds,
  features: storedObject.default({}),
  context: storedObject.default({}),
});
export type ReportProposal = z.infer<typeof proposalBody>;

export const reportProposalContract = defineContract({
  method: "POST",
  path: "/api/ame/proposal",
  operationId: "reportProposal",
  summary: "Report a proposal of another system, with its forecast",
  tag: "ame",
  permission: "evidence:write",
  body: proposalBody,
  success: {
    status: 201,
    answer: recorded,
    description: "The event; of the same proposal sent again, the first",
  },
  errors: ["conflict", "blocked"],
});

const decisionBody = z.object({
  scope: scopeInput,
  proposal_id: proposalId,
  decision: z
    .string()
    .regex(/^(approve|reject|defer)$/)
    .pipe(z.enum(["approve", "reject", "defer"])),
  decision_reason: inReadingOrder(z.string().max(500)).nullish(),
});
export type ReportDecision = z.infer<typeof decisionBody>;

export const reportDecisionContract = defineContract({
  method: "POST",
  path: "/api/ame/decision",
  operationId: "reportDecision",
  summary: "Report what a person decided about a reported proposal, once; deferring is no evidence",
  tag: "ame",
  permission: "proposals:decide",
  body: decisionBody,
  success: { status: 200, answer: recorded, description: "The event" },
  errors: ["not_found", "conflict", "blocked"],
});

const executionBody = z.object({
  scope: scopeInput,
  proposal_id: proposalId,
  before_state: storedObject.default({}),
  after_state: storedObject.default({}),
  guarded: z.boolean().default(true).meta({ description: "Can be rolled back for 15 minutes" }),
});
export type ReportExecution = z.infer<typeof executionBody>;

export const reportExecutionContract = defineContract({
  method: "POST",
  path: "/api/ame/execute",
  operationId: "reportExecution",
  summary: "Report that another system has carried out its approved proposal, once",
  tag: "ame",
  permission: "evidence:write",
  body: executionBody,
  success: {
    status: 200,
    answer: z.object({
      ok: z.literal(true),
      execution_id: bodyId,
      event_id: bodyId,
      reversible_until: timestamp.nullable(),
      audited: z.boolean().meta({
        description: "It was drawn for an audit: somebody else reports its outcome in time",
      }),
    }),
    description: "The execution",
  },
  errors: ["not_found", "conflict", "blocked"],
});

const outcomeBody = z.object({
  scope: scopeInput,
  proposal_id: proposalId,
  outcome_success: z.boolean().default(true),
  observed_error: z.boolean().default(false),
  observed_time_saved_sec: seconds,
});
export type ReportOutcome = z.infer<typeof outcomeBody>;

export const reportOutcomeContract = defineContract({
  method: "POST",
  path: "/api/ame/outcome",
  operationId: "reportOutcome",
  summary: "Report how an action turned out, once; bad news counts from anywhere",
  tag: "ame",
  permission: "evidence:write",
  body: outcomeBody,
  success: { status: 200, answer: recorded, description: "The event" },
  errors: ["not_found", "conflict", "blocked"],
});
