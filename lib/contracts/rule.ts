import { z } from "zod";
import {
  bodyId,
  idParam,
  inReadingOrder,
  jsonObject,
  pageQuery,
  timestamp,
  wholeNumber,
} from "./common";
import { defineContract } from "./contract";

const condition = z.json().meta({
  description:
    "JSON, or JSON text: a type (workflow_state, event, always, condition), and all, any, not over comparisons {field, operator, value}; see GET /api/rules/fields",
  examples: [
    {
      type: "workflow_state",
      state: "data_entry",
      all: [{ field: "insurance_verified", operator: "equals", value: true }],
    },
  ],
});
const action = z.json().meta({
  description:
    "JSON, or JSON text: the type of an action, its payload beside it, and notify as a note for the trace",
  examples: [{ type: "advance_queue", to_queue: "pre_verification", notify: ["front desk"] }],
});
const name = inReadingOrder(z.string().trim().min(1).max(200));
const description = inReadingOrder(z.string().max(2000)).nullish();
const priority = wholeNumber()
  .min(-1_000_000)
  .max(1_000_000)
  .meta({ description: "Higher goes first" });

const ruleSchema = z
  .object({
    id: bodyId,
    name: z.string(),
    description: z.string(),
    condition: jsonObject,
    action: jsonObject,
    enabled: z.boolean(),
    priority: z.int(),
    version: z.int(),
    execution_count: z.int().meta({ description: "How often it has fired" }),
    last_run_at: timestamp.nullable(),
    last_status: z.string().nullable().meta({
      description:
        "proposed, executed or blocked; null while it has never fired; unreadable when it must be written anew",
    }),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Rule" });
export type RuleAnswer = z.infer<typeof ruleSchema>;

const ruleVersionSchema = z
  .object({
    rule_id: bodyId,
    version: z.int(),
    change: z.enum(["created", "updated", "deleted"]),
    name: z.string(),
    description: z.string(),
    condition: jsonObject,
    action: jsonObject,
    enabled: z.boolean(),
    priority: z.int(),
    changed_by: z.string(),
    at: timestamp,
  })
  .meta({ id: "RuleVersion" });
export type RuleVersionAnswer = z.infer<typeof ruleVersionSchema>;

const createRuleBody = z.object({
  name,
  description,
  condition,
  action,
  enabled: z.boolean().default(true),
  priority: priority.default(0),
});
export type CreateRule = z.infer<typeof createRuleBody>;

const updateRuleBody = z.object({
  name: name.optional(),
  description,
  condition: condition.optional(),
  action: action.optional(),
  enabled: z.boolean().optional(),
  priority: priority.optional(),
});
export type UpdateRule = z.infer<typeof updateRuleBody>;

const ruleParams = z.object({ id: idParam });

const EXAMPLE = {
  condition: {
    type: "workflow_state",
    state: "data_entry",
    all: [{ field: "insurance_verified", operator: "equals", value: true }],
  },
  action: { type: "advance_queue", to_queue: "pre_verification", notify: ["front desk"] },
};

export const listRulesContract = defineContract({
  method: "GET",
  path: "/api/rules",
  operationId: "listRules",
  summary: "List rules, oldest first",
  tag: "rules",
  permission: "rules:read",
  query: z.object(pageQuery),
  success: { status: 200, answer: z.array(ruleSchema), description: "One page of rules" },
});

export const createRuleContract = defineContract({
  method: "POST",
  path: "/api/rules",
  operationId: "createRule",
  summary: "Create a rule: when a condition holds, propose or run an action",
  tag: "rules",
  permission: "rules:write",
  body: createRuleBody,
  success: { status: 201, answer: ruleSchema, description: "The rule as stored" },
  errors: ["conflict", "blocked"],
  tagged: true,
  example: { body: { name: "Verified claims go on", ...EXAMPLE } },
});

export const getRuleContract = defineContract({
  method: "GET",
  path: "/api/rules/{id}",
  operationId: "getRule",
  summary: "Get one rule",
  tag: "rules",
  permission: "rules:read",
  params: ruleParams,
  success: { status: 200, answer: ruleSchema, description: "The rule" },
  errors: ["not_found"],
  tagged: true,
});

export const updateRuleContract = defineContract({
  method: "PATCH",
  path: "/api/rules/{id}",
  operationId: "updateRule",
  summary: "Change what is named in the body; every change adds a version",
  tag: "rules",
  permission: "rules:write",
  params: ruleParams,
  body: updateRuleBody,
  success: { status: 200, answer: ruleSchema, description: "The rule as stored" },
  errors: ["not_found", "conflict", "blocked"],
  tagged: true,
  ifMatch: "rule",
  example: { body: { enabled: false } },
});

export const deleteRuleContract = defineContract({
  method: "DELETE",
  path: "/api/rules/{id}",
  operationId: "deleteRule",
  summary: "Delete a rule; its versions stay",
  tag: "rules",
  permission: "rules:write",
  params: ruleParams,
  success: {
    status: 200,
    answer: z.object({ ok: z.literal(true), id: bodyId }),
    description: "The rule is gone",
  },
  errors: ["not_found", "conflict"],
  ifMatch: "rule",
});

export const listRuleVersionsContract = defineContract({
  method: "GET",
  path: "/api/rules/{id}/versions",
  operationId: "listRuleVersions",
  summary: "What the rule was after each change, newest first; outlives the rule",
  tag: "rules",
  permission: "rules:read",
  params: ruleParams,
  query: z.object(pageQuery),
  success: { status: 200, answer: z.array(ruleVersionSchema), description: "One page of versions" },
  errors: ["not_found"],
});

const fieldSchema = z.object({
  name: z.string(),
  type: z.enum(["string", "number", "boolean", "time", "string_list", "any"]),
  description: z.string(),
  operators: z.array(z.string()),
  values: z.array(z.string()).optional().meta({ description: "The only values it ever has" }),
});

const ruleVocabularySchema = z.object({
  condition_types: z.array(z.string()),
  changes: z
    .array(z.string())
    .meta({ description: "Names for event_type, beside the types of events and of actions" }),
  fields: z.array(fieldSchema).meta({ description: "attributes.<key> stands for any attribute" }),
  operators: z.array(z.object({ name: z.string(), synonyms: z.array(z.string()) })),
  actions: z.array(z.object({ type: z.string(), description: z.string() })),
  limits: z.object({
    depth: z.int(),
    nodes: z.int(),
    text_characters: z.int(),
    list_items: z.int(),
    bytes: z.int(),
  }),
});
export type RuleVocabulary = z.infer<typeof ruleVocabularySchema>;

export const listRuleFieldsContract = defineContract({
  method: "GET",
  path: "/api/rules/fields",
  operationId: "listRuleFields",
  summary: "The fields, operators and actions that rules are made of",
  tag: "rules",
  permission: "rules:read",
  success: { status: 200, answer: ruleVocabularySchema, description: "For those who build rules" },
});
