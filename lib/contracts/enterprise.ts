import { z } from "zod";
import { bodyId, jsonObject, storedObject, wholeNumber } from "./common";
import { defineContract } from "./contract";

const enterpriseExecuteBody = z.object({
  workflow_id: wholeNumber().gt(0),
  action_type: z.string().min(1).max(100),
  from_state: z.string().max(100).nullish(),
  to_state: z.string().max(100).nullish(),
  metadata: storedObject.default({}),
});
export type EnterpriseExecute = z.infer<typeof enterpriseExecuteBody>;

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
    answer: z.object({
      ok: z.literal(true),
      workflow_id: bodyId,
      action_type: z.string(),
      status: z.literal("success"),
      message: z.string(),
      audit_id: bodyId.nullable(),
      result: jsonObject,
    }),
    description: "What was done",
  },
  errors: ["not_found", "conflict", "blocked"],
  ifMatch: "case",
});
