import { z } from "zod";
import { scopeAnswer } from "./ame-scope";
import { approvalSchema } from "./approval";
import { bodyId, idParam, inReadingOrder, pageQuery, probability, timestamp } from "./common";
import { defineContract } from "./contract";
import { governanceReason, reasonText } from "./reason-code";
import { stageSchema } from "./stage";

const scopeParams = z.object({ id: idParam });
const count = z.int().min(0);

const conditionSchema = z.object({
  name: z.string(),
  met: z.boolean(),
  have: z.number(),
  need: z.number(),
  text: z.string().meta({ description: "The same in words" }),
});

const scopeChange = z.object({
  at: timestamp,
  type: z.enum(["promoted", "demoted", "renewed", "stopped", "configured"]),
  from: stageSchema.nullable(),
  to: stageSchema.nullable(),
  reason: z.string(),
  requested_by: z.string().nullable(),
  approved_by: z.string().meta({ description: "Who moved it; ame for the evidence itself" }),
});
export type ScopeChange = z.infer<typeof scopeChange>;

const dossierSchema = z
  .object({
    scope: z.object({ id: bodyId, ...scopeAnswer.shape }),
    as_of: timestamp,
    stage: stageSchema,
    trust: probability,
    risk_class: z.enum(["reversible", "standard", "high"]),
    cap: stageSchema.meta({ description: "The most that the law allows there, for any drug" }),
    cap_sources: z.array(z.string()).meta({ description: "What the cap rests on" }),
    sentences: z.object({
      why: z.string().meta({ description: "Why it stands where it stands" }),
      next: z.string().meta({ description: "What is missing to the next stage" }),
      down: z.string().meta({ description: "What would bring it down" }),
    }),
    next: z
      .object({ to: stageSchema, ready: z.boolean(), conditions: z.array(conditionSchema) })
      .nullable()
      .meta({ description: "null at the highest stage" }),
    needs_approval: z.boolean().meta({ description: "The next stage takes two people" }),
    pending_request: approvalSchema.nullable(),
    evidence: z.object({
      counted: z.record(z.string(), count).meta({ description: "Events by what they count as" }),
      excluded: z
        .record(z.string(), count)
        .meta({ description: "Events by why they do not count" }),
    }),
    certificate: z.object({
      attempt: count,
      judged: count,
      judged_bad: count,
      e_value: z.number(),
      e_value_needed: z.number(),
      clean_decisions_left: count,
    }),
    ledger: z.object({
      levels: z.array(z.object({ probability, unaudited: count, caught: count })),
      unaudited: count,
      caught: count,
      hidden_harms: z.number().meta({ description: "Estimate; unbiased, not a bound" }),
      hidden_harms_bound: z
        .number()
        .meta({ description: "Exceeded with probability delta at most, under any drift" }),
      budget: z.number(),
      budget_used: z.number().meta({ description: "0 … 1, of what decides here" }),
      strict: z.boolean().meta({ description: "The bound decides, not the estimate" }),
      exhausted: z
        .boolean()
        .meta({ description: "Every action is checked until a person renews it" }),
      next_audit_probability: probability,
    }),
    alarm: z.object({ level: z.number(), limit: z.number(), scrutiny_left: count }),
    audits: z.object({ pending: count, limit: count }),
    config: z.object({
      alpha: probability,
      delta: probability,
      harm_budget: z.number(),
      reviewer_sensitivity: probability,
    }),
    proved: z.array(z.string()).meta({ description: "What is proved of it" }),
    simulated: z.array(z.string()).meta({ description: "What is simulated only" }),
    changes: z.array(scopeChange).meta({ description: "The newest 20, newest first" }),
  })
  .meta({ id: "TrustDossier" });
export type TrustDossier = z.infer<typeof dossierSchema>;

export const getCertificateContract = defineContract({
  method: "GET",
  path: "/api/ame/scopes/{id}/certificate",
  operationId: "getTrustCertificate",
  summary:
    "All that speaks for and against a scope: evidence, certificate, ledger, alarm, approvals",
  tag: "ame",
  permission: "ame:read",
  params: scopeParams,
  success: { status: 200, answer: dossierSchema, description: "The dossier" },
  errors: ["not_found"],
});

const reasonBody = z.object({ reason_code: governanceReason, reason: reasonText });
export type RequestPromotion = z.infer<typeof reasonBody>;

export const requestPromotionContract = defineContract({
  method: "POST",
  path: "/api/ame/scopes/{id}/promotion",
  operationId: "requestPromotion",
  summary: "Ask another person to let a scope go on to the stage that its evidence allows",
  tag: "ame",
  permission: "trust:manage",
  params: scopeParams,
  body: reasonBody,
  success: { status: 201, answer: approvalSchema, description: "The request that waits" },
  errors: ["not_found", "conflict"],
});

export const renewLedgerContract = defineContract({
  method: "POST",
  path: "/api/ame/scopes/{id}/renewal",
  operationId: "renewLedger",
  summary: "Give a scope a fresh harm budget, in the name of a person",
  tag: "ame",
  permission: "trust:manage",
  params: scopeParams,
  body: reasonBody,
  success: { status: 200, answer: dossierSchema, description: "The dossier after it" },
  errors: ["not_found", "conflict", "blocked"],
});

/** To prove less than this takes thousands of decisions. */
const LEAST_ALPHA = 0.001;

const toleranceBody = reasonBody.extend({
  alpha: probability
    .min(LEAST_ALPHA)
    .nullable()
    .default(null)
    .meta({ description: "Tolerated share of harms, no more than in its class; null = as there" }),
  harm_budget: z.number().min(1).nullable().default(null).meta({
    description: "Unseen harms tolerated at least, no more than in its class; null = as there",
  }),
});
export type SetTolerance = z.infer<typeof toleranceBody>;

export const setToleranceContract = defineContract({
  method: "PUT",
  path: "/api/ame/scopes/{id}/tolerance",
  operationId: "setTolerance",
  summary:
    "Tolerate less in one scope than in its class, or as much again; its proof begins anew, and with less it acts no more until then",
  tag: "ame",
  permission: "trust:manage",
  params: scopeParams,
  body: toleranceBody,
  success: { status: 200, answer: dossierSchema, description: "The dossier after it" },
  errors: ["not_found", "blocked", "conflict"],
  example: {
    body: {
      reason_code: "planned_change",
      reason: "A new payer's claims",
      alpha: 0.01,
      harm_budget: null,
    },
  },
});

const auditTask = z
  .object({
    execution_id: bodyId,
    proposal_id: z.string().nullable(),
    case_id: bodyId.nullable(),
    case_name: z.string().nullable(),
    site_id: z.string(),
    queue: z.string(),
    action_type: z.string(),
    label: z.string().nullable().meta({ description: "What was done; null for another system's" }),
    done_by: z.string(),
    executed_at: timestamp,
    reversible_until: timestamp.nullable(),
    due_at: timestamp.meta({ description: "Unsettled by then it counts as a bad outcome" }),
    audit_probability: probability,
  })
  .meta({ id: "AuditTask" });
export type AuditTask = z.infer<typeof auditTask>;

export const listAuditsContract = defineContract({
  method: "GET",
  path: "/api/ame/audits",
  operationId: "listAuditTasks",
  summary: "What automation did by itself and a person has to check, the most urgent first",
  tag: "ame",
  permission: "trust:audit",
  query: z.object({ ...pageQuery, scope_id: idParam.optional() }),
  success: {
    status: 200,
    answer: z.array(auditTask),
    description: "One page of tasks; the Link header leads to the next",
  },
  errors: ["not_found"],
});

const settleBody = z.object({
  result: z.enum(["good", "bad"]),
  reason: inReadingOrder(z.string().trim().max(500))
    .default("")
    .meta({ description: "What was wrong; asked for with a bad result" }),
  observed_time_saved_sec: z.number().min(0).nullish(),
});
export type SettleAudit = z.infer<typeof settleBody>;

const settledAudit = z.object({ ok: z.literal(true), timestamp });
export type SettledAudit = z.infer<typeof settledAudit>;

export const settleAuditContract = defineContract({
  method: "POST",
  path: "/api/ame/audits/{execution_id}",
  operationId: "settleAudit",
  summary: "Say whether an action that automation did by itself was right, once",
  tag: "ame",
  permission: "trust:audit",
  params: z.object({ execution_id: idParam }),
  body: settleBody,
  success: {
    status: 200,
    answer: settledAudit,
    description: "It is settled",
  },
  errors: ["not_found", "conflict", "blocked"],
  example: { body: { result: "bad", reason: "The patient asked for another store" } },
});
