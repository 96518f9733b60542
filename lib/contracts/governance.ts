import { z } from "zod";
import { approvalSchema } from "./approval";
import { inReadingOrder, timestamp } from "./common";
import { defineContract } from "./contract";
import { governanceReason } from "./reason-code";

const GATE_STATES = ["unset", "authorized", "revoked"] as const;
export type GateState = (typeof GATE_STATES)[number];

export const gateSchema = z
  .object({
    key: z.string(),
    label: z.string(),
    state: z.enum(GATE_STATES),
    enabled: z.boolean(),
    current_actor: z.string(),
    current_actor_name: z
      .string()
      .nullish()
      .meta({ description: "In lists; null for who has no name here" }),
    current_note: z.string(),
    reason_code: z.string(),
    approved_by: z
      .string()
      .nullable()
      .meta({ description: "The second person, where four eyes were asked for" }),
    approved_by_name: z.string().nullish(),
    expires_at: timestamp.nullable().meta({ description: "An authorisation ends then by itself" }),
    expired: z
      .boolean()
      .meta({ description: "It was authorised and has run out, so that it counts as unset" }),
    pending_request: approvalSchema.nullable(),
    glass_until: timestamp
      .nullable()
      .meta({ description: "Until when the caller may pass it unset, having broken the glass" }),
    change_count: z.int(),
    created_at: timestamp.nullable(),
    updated_at: timestamp.nullable().meta({ description: "null while nobody has touched it" }),
  })
  .meta({ id: "Gate" });
export type GateAnswer = z.infer<typeof gateSchema>;

export const policyCapSchema = z
  .object({
    id: z.string(),
    rule: z.string(),
    source: z.string().meta({ description: "The law or standard it rests on" }),
  })
  .meta({ id: "PolicyCap" });
export type PolicyCapAnswer = z.infer<typeof policyCapSchema>;

const authorizations = z.object({ authorizations: z.record(z.string(), z.boolean()) });

export const listGatesContract = defineContract({
  method: "GET",
  path: "/api/dashboard/automation",
  operationId: "listGates",
  summary: "Which gates are open",
  tag: "dashboard",
  permission: "gates:read",
  success: { status: 200, answer: authorizations, description: "Gate key to open or not" },
});

const setGateBody = z.object({
  transition_key: z.string().min(1).max(200),
  enabled: z.boolean(),
  decided_by: inReadingOrder(z.string().min(1).max(100)).default("human"),
  reason_code: governanceReason.optional(),
  note: inReadingOrder(z.string().max(500)).default(""),
});
export type SetGate = z.infer<typeof setGateBody>;

export const setGateContract = defineContract({
  method: "POST",
  path: "/api/dashboard/automation",
  operationId: "setGate",
  isUrgent: true,
  summary: "Authorise or revoke a gate",
  tag: "dashboard",
  permission: "gates:write",
  body: setGateBody,
  success: {
    status: 200,
    answer: authorizations.extend({ request: approvalSchema.optional() }),
    description: "All gates after the change",
    accepted:
      "Another person has to approve it first, and the gates are as they were. Location says where to ask",
  },
  errors: ["conflict"],
});
