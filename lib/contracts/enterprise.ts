import { z } from "zod";
import { bodyId, jsonObject, storedObject, timestamp, wholeNumber } from "./common";
import { defineContract } from "./contract";
import { gateSchema } from "./governance";

const enterpriseExecuteBody = z.object({
  workflow_id: wholeNumber().gt(0),
  action_type: z.string().min(1).max(100),
  from_state: z.string().max(100).nullish(),
  to_state: z.string().max(100).nullish(),
  metadata: storedObject.default({}),
});
export type EnterpriseExecute = z.infer<typeof enterpriseExecuteBody>;

const enterpriseAnswer = z.object({
  ok: z.literal(true),
  workflow_id: bodyId,
  action_type: z.string(),
  status: z.literal("success"),
  message: z.string(),
  audit_id: bodyId.nullable(),
  result: jsonObject,
});

export const enterpriseExecuteContract = defineContract({
  method: "POST",
  path: "/api/enterprise/execute",
  operationId: "executeGovernedAction",
  summary: "Run a governed action on a case on the caller's own decision",
  tag: "enterprise",
  permission: "enterprise:execute",
  body: enterpriseExecuteBody,
  success: {
    status: 200,
    answer: enterpriseAnswer,
    description: "What was done",
  },
  errors: ["not_found", "conflict", "blocked"],
  ifMatch: "case",
});

export const enterpriseDryRunContract = defineContract({
  method: "POST",
  path: "/api/enterprise/execute/dry-run",
  operationId: "dryRunGovernedAction",
  summary: "Check everything that running a governed action would, and change nothing",
  tag: "enterprise",
  permission: "cases:read",
  body: enterpriseExecuteBody,
  success: {
    status: 200,
    answer: enterpriseAnswer.extend({
      audit_id: z.null(),
      result: z.object({
        dry_run: z.literal(true),
        validated_at: timestamp,
        gate: z.string().nullable(),
        decided_with: z
          .string()
          .meta({ description: "The permission that whoever approves it needs" }),
        effects: z.array(z.string()).meta({ description: "What it would do, in order" }),
      }),
    }),
    description: "What would be done",
  },
  errors: ["not_found", "conflict", "blocked"],
});

const enterpriseStatusAnswer = z.object({
  ok: z.literal(true),
  user: z.object({ user_id: z.string(), role: z.string(), key_id: z.string() }),
  governance: z.object({
    gates: z.record(z.string(), gateSchema.omit({ label: true, state: true })),
    total_authorized: z.int(),
  }),
  actions: z.object({ available: z.array(z.string()) }),
});
export type EnterpriseStatus = z.infer<typeof enterpriseStatusAnswer>;

export const enterpriseStatusContract = defineContract({
  method: "GET",
  path: "/api/enterprise/status",
  operationId: "getEnterpriseStatus",
  summary: "Who is asking, which gates are open and which actions there are",
  tag: "enterprise",
  permission: "gates:read",
  success: { status: 200, answer: enterpriseStatusAnswer, description: "The state of governance" },
});
