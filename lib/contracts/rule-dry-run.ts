import { z } from "zod";
import { bodyId, jsonObject, wholeNumber } from "./common";
import { defineContract } from "./contract";

const dryRunBody = z.object({
  rule_id: wholeNumber().gt(0).optional().meta({ description: "Take what is not named from it" }),
  condition: z.json().optional(),
  action: z.json().optional(),
  limit: wholeNumber().min(1).max(500).default(50).meta({ description: "The newest cases" }),
});
export type DryRunRule = z.infer<typeof dryRunBody>;

const reasonSchema = z.object({
  field: z.string(),
  operator: z.string(),
  value: z.json().optional(),
  seen: z.json().optional().meta({ description: "Absent where it could tell of the patient" }),
  holds: z.boolean(),
});

const matchSchema = z.object({
  case_id: bodyId,
  queue: z.string(),
  outcome: z.enum(["propose", "execute", "blocked", "skipped", "not_applicable"]),
  reason: z.string().meta({ description: "Why this and no more" }),
  why: z.array(reasonSchema),
  payload: jsonObject.optional(),
  gate: z.string().nullable().optional(),
  effects: z.array(jsonObject).optional(),
  effects_in_words: z.array(z.string()).optional(),
});

const dryRunSchema = z.object({
  evaluated: z.int(),
  matched: z.int(),
  would: z.object({
    propose: z.int(),
    execute: z.int(),
    blocked: z.int(),
    skipped: z.int(),
    not_applicable: z.int(),
  }),
  matches: z.array(matchSchema),
  misses: z.array(z.object({ case_id: bodyId, queue: z.string(), why: z.array(reasonSchema) })),
});
export type DryRunAnswer = z.infer<typeof dryRunSchema>;
export type DryRunMatch = z.infer<typeof matchSchema>;

export const dryRunRuleContract = defineContract({
  method: "POST",
  path: "/api/rules/dry-run",
  operationId: "dryRunRule",
  summary: "What a rule would do with the newest cases; changes nothing",
  tag: "rules",
  permission: "rules:read",
  body: dryRunBody,
  success: { status: 200, answer: dryRunSchema, description: "What would happen, and why" },
  errors: ["not_found", "blocked"],
  idempotency: "never",
  example: {
    body: {
      condition: { type: "workflow_state", state: "data_entry" },
      action: { type: "advance_queue" },
      limit: 50,
    },
  },
});
