import { z } from "zod";
import { bodyId, inReadingOrder, limitUpTo, pageQuery, probability, timestamp } from "./common";
import { defineContract } from "./contract";
import { stageSchema } from "./stage";

/** Trimmed, because one of the databases ignores blanks at the end. */
const name = () => inReadingOrder(z.string().trim().min(1).max(120));
const ownTenant = z
  .string()
  .trim()
  .max(120)
  .meta({ description: "Your own tenant; another one is refused" });
const role = z.string().trim().max(120);

/** What is trusted, as a caller names it. */
export const scopeInput = z.object({
  tenant_id: ownTenant.optional(),
  site_id: name(),
  queue: name(),
  action_type: name(),
  role_context: role.nullish(),
});
export type ScopeInput = z.infer<typeof scopeInput>;

export const scopeAnswer = z.object({
  tenant_id: z.string(),
  site_id: z.string(),
  queue: z.string(),
  action_type: z.string(),
  role_context: z.string().nullable(),
});

const metrics = {
  reliability: probability,
  alignment: probability,
  safety_calibration: probability,
  value_score: probability,
  override_rate: probability,
};

export const getScopeContract = defineContract({
  method: "GET",
  path: "/api/ame/scope",
  operationId: "getTrustScope",
  summary: "Where one scope stands; asking changes nothing",
  tag: "ame",
  permission: "ame:read",
  query: z.object({
    tenant_id: ownTenant,
    site_id: name(),
    queue: name(),
    action_type: name(),
    role_context: role.optional(),
  }),
  success: {
    status: 200,
    answer: z.object({
      scope: scopeAnswer,
      stage: stageSchema,
      trust: probability,
      metrics: z.object(metrics),
      updated_at: timestamp.meta({ description: "Now, for a scope that nothing is known of" }),
    }),
    description: "The scope; one that nothing is known of stands at observe without trust",
  },
});

const listedScope = z
  .object({
    id: bodyId,
    ...scopeAnswer.shape,
    stage: stageSchema,
    trust_score: probability,
    ...metrics,
    total_proposals: z.int(),
    approved_proposals: z.int(),
    rejected_proposals: z.int(),
    deferred_proposals: z.int(),
    total_executions: z.int(),
    successful_executions: z.int(),
    failed_executions: z.int(),
    missed_outcomes: z.int(),
    rollbacks: z.int(),
    stage_changed_at: timestamp.nullable(),
    updated_at: timestamp,
  })
  .meta({ id: "TrustScope" });
export type ListedScope = z.infer<typeof listedScope>;

/** Lists of another tenant are empty, as in the first implementation. */
const tenantQuery = { tenant_id: z.string().max(120).optional() };

export const listScopesContract = defineContract({
  method: "GET",
  path: "/api/ame/scopes",
  operationId: "listTrustScopes",
  summary: "List scopes, newest first",
  tag: "ame",
  permission: "ame:read",
  query: z.object({ ...pageQuery, ...tenantQuery }),
  success: {
    status: 200,
    answer: z.array(listedScope),
    description: "One page of scopes; the Link header leads to the next",
  },
});

const ameEvent = z
  .object({
    id: bodyId,
    event_type: z.string(),
    site_id: z.string(),
    queue: z.string(),
    action_type: z.string(),
    role_context: z.string().nullable(),
    proposal_id: z.string().nullable(),
    execution_id: bodyId.nullable(),
    predicted_confidence: probability.nullable(),
    predicted_safety: probability.nullable(),
    decision: z.string().nullable(),
    decision_by: z.string().nullable(),
    decision_reason: z.string().nullable(),
    outcome_success: z.boolean().nullable(),
    observed_error: z.boolean().nullable(),
    override: z.boolean(),
    counts: z.boolean().meta({ description: "false = kept and shown, but no evidence" }),
    ts: timestamp,
  })
  .meta({ id: "AmeEvent" });
export type AmeEventAnswer = z.infer<typeof ameEvent>;

export const recentEventsContract = defineContract({
  method: "GET",
  path: "/api/ame/events/recent",
  operationId: "listRecentAmeEvents",
  summary: "List evidence, newest first",
  tag: "ame",
  permission: "ame:read",
  query: z.object({ ...pageQuery, ...tenantQuery, limit: limitUpTo(200) }),
  success: {
    status: 200,
    answer: z.array(ameEvent),
    description: "One page of events; the Link header leads to the next",
  },
});

const resolveModeBody = z.object({
  scope: scopeInput,
  model_confidence: probability.default(0.75),
  model_safety: probability.default(0.85),
});
export type ResolveMode = z.infer<typeof resolveModeBody>;

const resolveModeAnswer = z.object({
  ok: z.literal(true),
  mode: stageSchema,
  meta: z.object({
    reason: z.string(),
    reasons: z.array(z.string()).meta({ description: "What speaks against acting alone now" }),
    trust: probability,
    stage: stageSchema,
    model_confidence: probability,
    model_safety: probability,
    cap: stageSchema.meta({ description: "The most that the law allows there, for any drug" }),
    cap_sources: z.array(z.string()).meta({ description: "What the cap rests on" }),
    original_stage: stageSchema.optional().meta({ description: "Where the mode was lowered" }),
  }),
});
export type ResolveModeAnswer = z.infer<typeof resolveModeAnswer>;

export const resolveModeContract = defineContract({
  method: "POST",
  path: "/api/ame/resolve-mode",
  operationId: "resolveMode",
  summary: "How far automation may go in a scope with a forecast like this; changes nothing",
  tag: "ame",
  permission: "ame:read",
  body: resolveModeBody,
  success: { status: 200, answer: resolveModeAnswer, description: "The mode and why" },
});
