import { z } from "zod";
import {
  bodyId,
  inReadingOrder,
  looseIdParam,
  pageQuery,
  probability,
  storedObject,
  timestamp,
} from "./common";
import { defineContract } from "./contract";
import { gateSchema, policyCapSchema } from "./governance";
import { killSwitchSchema } from "./kill-switch";
import { ameSchema, proposalSchema, suggestionSchema } from "./proposal";
import { insuranceState, workflowSchema, workflowState } from "./workflow";

export const dashboardItemSchema = z
  .object({
    id: bodyId,
    name: z.string(),
    state: workflowState,
    queue: z.string(),
    insurance: z.string(),
    tasks: z.int(),
    events: z.int(),
    is_kroger: z.boolean(),
    raw: workflowSchema,
  })
  .meta({ id: "DashboardItem" });
export type DashboardItem = z.infer<typeof dashboardItemSchema>;

/** What a card on the board shows; `risk` is about the promise to the patient. */
const caseCardSchema = z
  .object({
    id: bodyId,
    name: z.string(),
    queue: z.string(),
    state: workflowState,
    risk: z.enum(["none", "on_time", "at_risk", "breached"]),
    promised_at: timestamp.nullable(),
    priority: z.int(),
    insurance: insuranceState,
    rx_number: z.string().nullable(),
    drug: z.string().nullable(),
    schedule: z.string().nullable().meta({ description: "C-II … C-V, null when uncontrolled" }),
    blocker: z.string().nullable(),
    store: z.string().nullable(),
    patient: z.string().nullable().meta({ description: "Masked: initials, birth year, last 4" }),
    owner: z.string().nullable(),
    next_action: z.string().nullable(),
    open_proposals: z.int(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "CaseCard" });
export type CaseCard = z.infer<typeof caseCardSchema>;

const boardSchema = z
  .object({
    generated_at: timestamp,
    queues: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        worker: z.string().meta({ description: "Who works here" }),
        cap: z.string().meta({ description: "The most automation the law allows here" }),
        count: z.int(),
        at_risk: z.int(),
        breached: z.int(),
        cases: z.array(caseCardSchema).meta({ description: "Most urgent first, at most 50" }),
      }),
    ),
    exceptions: z.object({
      breached: z.int(),
      at_risk: z.int(),
      rejected: z.int(),
      awaiting_decision: z.int(),
    }),
    open_cases: z.int(),
  })
  .meta({ id: "Board" });
export type Board = z.infer<typeof boardSchema>;

export const boardContract = defineContract({
  method: "GET",
  path: "/api/dashboard/board",
  operationId: "getBoard",
  summary: "Queues as columns with counts, exceptions first",
  tag: "dashboard",
  permission: "cases:read",
  query: z.object({
    search: z.string().trim().max(100).optional(),
    show: z.enum(["all", "breached", "at_risk", "rejected", "awaiting_decision"]).default("all"),
  }),
  success: { status: 200, answer: boardSchema, description: "The board" },
});

export const dashboardWorkflowsContract = defineContract({
  method: "GET",
  path: "/api/dashboard/workflows",
  operationId: "listDashboardWorkflows",
  summary: "List cases with their queue and insurance, newest first",
  tag: "dashboard",
  permission: "cases:read",
  query: z.object({ ...pageQuery, queue: z.string().max(100).optional() }),
  success: {
    status: 200,
    answer: z.object({
      workflows: z.array(dashboardItemSchema),
      next_cursor: z.string().nullable(),
    }),
    description: "One page of cases",
  },
});

const timelineEntrySchema = z
  .object({
    id: bodyId,
    at: timestamp,
    actor: z.string(),
    actor_name: z.string().nullable().meta({ description: "null for who has no name here" }),
    role: z.string(),
    action: z.string().meta({ description: "e.g. proposal.execute" }),
    summary: z.string(),
    reason: z.string().nullable(),
  })
  .meta({ id: "TimelineEntry" });
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

const caseDetailSchema = z
  .object({
    case: dashboardItemSchema,
    card: caseCardSchema,
    suggested_actions: z.array(suggestionSchema),
    proposals: z.array(proposalSchema).meta({ description: "Newest first, at most 50" }),
    ame: ameSchema,
    gates: z.array(gateSchema).meta({ description: "The gates that this case may meet next" }),
    policy_caps: z.array(policyCapSchema),
    kill_switches: z
      .array(killSwitchSchema)
      .meta({ description: "Those that are on for the site and the queue of the case" }),
    timeline: z.array(timelineEntrySchema).meta({ description: "Newest first, at most 100" }),
  })
  .meta({ id: "CaseDetail" });
export type CaseDetail = z.infer<typeof caseDetailSchema>;

const caseParams = z.object({ case_id: looseIdParam });

export const caseDetailContract = defineContract({
  method: "GET",
  path: "/api/dashboard/cases/{case_id}",
  operationId: "getCase",
  summary: "One case with its proposals, suggested actions, gates and timeline",
  tag: "dashboard",
  permission: "cases:read",
  params: caseParams,
  success: { status: 200, answer: caseDetailSchema, description: "The case" },
  errors: ["not_found"],
  tagged: true,
});

const mlDecisionSchema = z.object({
  approve_probability: probability,
  confidence_band: z.string(),
  top_factors: z.array(z.json()),
  model_version: z.int(),
  cold_start: z.boolean(),
});
const mlOutcomeSchema = z.object({
  success_probability: probability,
  safety_score: probability,
  risk_factors: z.array(z.json()),
  model_version: z.int(),
  cold_start: z.boolean(),
});

const proposeBody = z.object({
  action_type: z.string().min(1).max(100),
  label: inReadingOrder(z.string().min(1).max(300)),
  payload: storedObject.default({}),
  confidence: probability.default(0.75),
  safety_score: probability.default(0.75),
});
export type Propose = z.infer<typeof proposeBody>;

export const proposeContract = defineContract({
  method: "POST",
  path: "/api/dashboard/cases/{case_id}/propose",
  operationId: "proposeAction",
  summary: "Propose an action for a case",
  tag: "dashboard",
  permission: "proposals:create",
  params: caseParams,
  body: proposeBody,
  success: {
    status: 200,
    answer: z.object({
      ok: z.literal(true),
      proposal: proposalSchema,
      ame_stage: z.string(),
      ml_decision: mlDecisionSchema,
      ml_outcome: mlOutcomeSchema,
    }),
    description: "The proposal, pending",
  },
  errors: ["not_found", "conflict", "blocked"],
  ifMatch: "case",
  example: {
    body: {
      action_type: "advance_queue",
      label: "Move to pre-verification",
      payload: { to_queue: "pre_verification" },
      confidence: 0.81,
      safety_score: 0.93,
    },
  },
});

export const autoStepContract = defineContract({
  method: "POST",
  path: "/api/dashboard/auto-step",
  operationId: "autoStep",
  summary: "Propose, approve and run the next step of a case in one act of the caller",
  tag: "dashboard",
  permission: "proposals:execute",
  body: z.object({ workflow_id: bodyId }),
  success: {
    status: 200,
    answer: z.object({
      ok: z.literal(true),
      from: z.string().optional(),
      to: z.string().optional(),
      queue: z.string(),
      note: z.string().optional(),
      ame: ameSchema.optional(),
      ame_stage: z.string(),
      execution_id: bodyId.optional(),
      rollback_until: timestamp.nullable().optional(),
      workflow: workflowSchema,
    }),
    description: "What was done",
  },
  errors: ["not_found", "conflict", "blocked"],
  ifMatch: "case",
});
