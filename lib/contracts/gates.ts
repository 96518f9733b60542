import { z } from "zod";
import { approvalSchema } from "./approval";
import { bodyId, pageQuery, timestamp } from "./common";
import { defineContract } from "./contract";
import { gateSchema } from "./governance";
import { governanceReason, reasonText } from "./reason-code";

const gateParams = z.object({ key: z.string().min(1).max(200) });

export const listGovernanceGatesContract = defineContract({
  method: "GET",
  path: "/api/governance/gates",
  operationId: "listGovernanceGates",
  summary: "Every gate with its state, expiry, who set it and what waits for approval",
  tag: "governance",
  permission: "gates:read",
  success: { status: 200, answer: z.array(gateSchema), description: "All gates" },
});

const changeGateBody = z.object({
  state: z.enum(["authorized", "revoked"]),
  reason_code: governanceReason,
  reason: reasonText,
  expires_at: timestamp
    .nullable()
    .default(null)
    .meta({ description: "When an authorisation ends by itself; null = when it is revoked" }),
});
export type ChangeGate = z.infer<typeof changeGateBody>;

export const changeGateContract = defineContract({
  method: "POST",
  path: "/api/governance/gates/{key}",
  operationId: "changeGate",
  isUrgent: true,
  summary:
    "Authorise a gate, with a second person where four eyes are asked for, or revoke it at once",
  tag: "governance",
  permission: "gates:write",
  params: gateParams,
  body: changeGateBody,
  success: {
    status: 200,
    answer: z.object({ gate: gateSchema, request: approvalSchema.nullable() }),
    description: "The gate after the change",
    accepted:
      "Another person has to approve it first, and the gate is as it was. Location says where to ask",
  },
  errors: ["not_found", "conflict"],
  example: {
    body: {
      state: "authorized",
      reason_code: "planned_change",
      reason: "Checked with the pharmacist in charge",
      expires_at: "2099-12-31T18:00:00.000Z",
    },
  },
});

const gateChangeSchema = z
  .object({
    id: bodyId,
    at: timestamp,
    from: z.string(),
    to: z.string(),
    actor: z.string(),
    actor_name: z.string().nullable().meta({ description: "null for who has no name here" }),
    approved_by: z.string().nullable(),
    approved_by_name: z.string().nullable(),
    reason_code: z.string(),
    note: z.string(),
    expires_at: timestamp.nullable(),
  })
  .meta({ id: "GateChange" });
export type GateChangeAnswer = z.infer<typeof gateChangeSchema>;

export const gateHistoryContract = defineContract({
  method: "GET",
  path: "/api/governance/gates/{key}/history",
  operationId: "listGateChanges",
  summary: "What became of a gate, newest first",
  tag: "governance",
  permission: "gates:read",
  params: gateParams,
  query: z.object(pageQuery),
  success: {
    status: 200,
    answer: z.array(gateChangeSchema),
    description: "One page of changes; the Link header leads to the next",
  },
  errors: ["not_found"],
});
