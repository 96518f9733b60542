import { z } from "zod";
import { bodyId, idParam, inReadingOrder, jsonObject, pageQuery, timestamp } from "./common";
import { defineContract } from "./contract";
import { dashboardItemSchema } from "./dashboard";
import { ameSchema, proposalSchema } from "./proposal";
import { decisionReason, reasonText, rollbackReason } from "./reason-code";

const proposalParams = z.object({ proposal_id: z.string().min(1).max(64) });

export const pendingProposalsContract = defineContract({
  method: "GET",
  path: "/api/dashboard/automation/pending",
  operationId: "listPendingProposals",
  summary: "List proposals that wait for a decision, oldest first",
  tag: "dashboard",
  permission: "cases:read",
  query: z.object(pageQuery),
  success: {
    status: 200,
    answer: z.object({
      items: z.array(proposalSchema),
      count: z.int().meta({ description: "All that wait, not only this page" }),
      next_cursor: z.string().nullable(),
    }),
    description: "One page of proposals",
  },
});

export const getProposalContract = defineContract({
  method: "GET",
  path: "/api/dashboard/automation/{proposal_id}",
  operationId: "getProposal",
  summary: "Get one proposal with its history",
  tag: "dashboard",
  permission: "cases:read",
  params: proposalParams,
  success: { status: 200, answer: proposalSchema, description: "The proposal" },
  errors: ["not_found"],
  tagged: true,
});

/** `decision` is checked by the service, which answers 400 as the first implementation did. */
const decideBody = z.object({
  decision: z.string().max(20),
  decided_by: inReadingOrder(z.string().max(100)).default("human"),
  reason_code: decisionReason.optional(),
  note: inReadingOrder(z.string().max(500)).default(""),
  evidence_hash: z.string().max(100).optional().meta({
    description: "Of the proposal as it was seen; refused with 409 once that has changed",
  }),
});
export type Decide = z.infer<typeof decideBody>;

export const decideContract = defineContract({
  method: "POST",
  path: "/api/dashboard/automation/{proposal_id}/decide",
  operationId: "decideProposal",
  summary: "Approve, reject or defer a proposal",
  tag: "dashboard",
  permission: "proposals:decide",
  params: proposalParams,
  body: decideBody,
  success: {
    status: 200,
    answer: z.object({ ok: z.literal(true), proposal: proposalSchema }),
    description: "The proposal after the decision",
  },
  errors: ["bad_request", "not_found", "conflict", "blocked"],
  ifMatch: "proposal",
});

const executeBody = z.object({
  executed_by: inReadingOrder(z.string().max(100)).default("system"),
});
export type Execute = z.infer<typeof executeBody>;

export const executeContract = defineContract({
  method: "POST",
  path: "/api/dashboard/automation/{proposal_id}/execute",
  operationId: "executeProposal",
  summary: "Run an approved proposal, once, if its gate is open and the case has not moved",
  tag: "dashboard",
  permission: "proposals:execute",
  params: proposalParams,
  body: executeBody,
  bodyOptional: true,
  success: {
    status: 200,
    answer: z.object({
      ok: z.literal(true),
      proposal: proposalSchema,
      case: dashboardItemSchema,
      ame: ameSchema,
      ame_stage: z.string(),
      execution_id: bodyId,
      reversible_until: timestamp.nullable(),
    }),
    description: "The proposal and the case after the execution",
  },
  errors: ["not_found", "conflict", "blocked"],
  ifMatch: "proposal",
});

const rollbackBody = z.object({ reason_code: rollbackReason.optional(), reason: reasonText });
export type Rollback = z.infer<typeof rollbackBody>;

const rollbackAnswer = z.object({
  ok: z.literal(true),
  execution_id: bodyId,
  rolled_back: z.literal(true),
  rollback_reason: z.string(),
  rollback_at: timestamp,
  before_state: jsonObject.optional().meta({
    description:
      "Of an execution that another system reported: the state which that system has to restore itself",
  }),
});
export type RollbackAnswer = z.infer<typeof rollbackAnswer>;

export const rollbackContract = defineContract({
  method: "POST",
  path: "/api/ame/rollback/{execution_id}",
  operationId: "rollbackExecution",
  summary: "Undo an execution within its window, once, by the action's own compensation",
  tag: "ame",
  permission: "executions:rollback",
  params: z.object({ execution_id: idParam }),
  body: rollbackBody,
  success: {
    status: 200,
    answer: rollbackAnswer,
    description: "The execution is undone, or is noted as taken back by the reporting system",
  },
  errors: ["not_found", "conflict"],
});
