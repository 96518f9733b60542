import { z } from "zod";
import { jsonObject, pageQuery, timestamp } from "./common";
import { defineContract } from "./contract";
import { reasonText } from "./reason-code";

const APPROVAL_KINDS = ["gate.authorize", "kill_switch.release", "trust.promote"] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

const APPROVAL_STATUSES = ["pending", "approved", "refused", "withdrawn", "expired"] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

export const approvalSchema = z
  .object({
    id: z.string(),
    kind: z.enum(APPROVAL_KINDS),
    subject: z.object({
      type: z.string(),
      id: z
        .string()
        .meta({ description: "Key of the gate; scope of the kill switch; id of the trust scope" }),
    }),
    summary: z.string().meta({ description: "What happens once it is approved" }),
    payload: jsonObject,
    status: z.enum(APPROVAL_STATUSES),
    requested_by: z.string(),
    requested_by_name: z
      .string()
      .nullish()
      .meta({ description: "In lists; null for who has no name here" }),
    requested_role: z.string(),
    requested_at: timestamp,
    expires_at: timestamp,
    reason_code: z.string(),
    reason: z.string(),
    decided_by: z.string().nullable(),
    decided_at: timestamp.nullable(),
    decision_reason: z.string().nullable(),
  })
  .meta({ id: "ApprovalRequest" });
export type ApprovalAnswer = z.infer<typeof approvalSchema>;

export const listApprovalsContract = defineContract({
  method: "GET",
  path: "/api/governance/approvals",
  operationId: "listApprovals",
  summary: "List what one person asked for and another one approves, newest first",
  tag: "governance",
  permission: "gates:read",
  query: z.object({ ...pageQuery, status: z.enum(APPROVAL_STATUSES).optional() }),
  success: {
    status: 200,
    answer: z.array(approvalSchema),
    description: "One page of requests; the Link header leads to the next",
  },
});

const approvalParams = z.object({ id: z.string().min(1).max(64) });

export const getApprovalContract = defineContract({
  method: "GET",
  path: "/api/governance/approvals/{id}",
  operationId: "getApproval",
  summary: "Get one request",
  tag: "governance",
  permission: "gates:read",
  params: approvalParams,
  success: { status: 200, answer: approvalSchema, description: "The request" },
  errors: ["not_found"],
});

const decideApprovalBody = z.object({
  decision: z.enum(["approve", "refuse", "withdraw"]),
  reason: reasonText,
});
export type DecideApproval = z.infer<typeof decideApprovalBody>;

export const decideApprovalContract = defineContract({
  method: "POST",
  path: "/api/governance/approvals/{id}/decide",
  operationId: "decideApproval",
  summary: "Approve or refuse what another one asked for, or withdraw what one asked for oneself",
  tag: "governance",
  permission: "gates:write",
  params: approvalParams,
  body: decideApprovalBody,
  success: { status: 200, answer: approvalSchema, description: "The request after the decision" },
  errors: ["not_found", "conflict"],
});
