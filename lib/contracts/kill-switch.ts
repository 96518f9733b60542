import { z } from "zod";
import { approvalSchema } from "./approval";
import { timestamp } from "./common";
import { defineContract } from "./contract";
import { governanceReason, reasonText } from "./reason-code";

export const STOP_KINDS = ["chain", "site", "queue", "action"] as const;
export type StopKind = (typeof STOP_KINDS)[number];

const stopScope = z
  .object({
    kind: z.enum(STOP_KINDS),
    key: z
      .string()
      .trim()
      .max(100)
      .default("")
      .meta({ description: "Site id, queue or action type; none for the chain" }),
  })
  .meta({ id: "StopScope" });
export type StopScope = z.infer<typeof stopScope>;

export const killSwitchSchema = z
  .object({
    scope: z.object({ kind: z.enum(STOP_KINDS), key: z.string() }),
    label: z.string().meta({ description: "The scope in words" }),
    engaged: z.boolean(),
    drill: z
      .boolean()
      .meta({ description: "true for the moment in which a drill stops the scope" }),
    reason_code: z.string(),
    reason: z.string(),
    engaged_by: z.string(),
    engaged_at: timestamp,
    released_by: z.string().nullable(),
    released_at: timestamp.nullable(),
    pending_release: approvalSchema.nullable(),
  })
  .meta({ id: "KillSwitch" });
export type KillSwitchAnswer = z.infer<typeof killSwitchSchema>;

const killSwitchesSchema = z
  .object({
    engaged: z.boolean().meta({ description: "true while any switch is on" }),
    switches: z.array(killSwitchSchema).meta({ description: "Those that are on come first" }),
  })
  .meta({ id: "KillSwitches" });
export type KillSwitchesAnswer = z.infer<typeof killSwitchesSchema>;

export const listKillSwitchesContract = defineContract({
  method: "GET",
  path: "/api/governance/kill-switch",
  operationId: "listKillSwitches",
  summary: "What is stopped, since when, by whom and why",
  tag: "governance",
  permission: "gates:read",
  success: { status: 200, answer: killSwitchesSchema, description: "Every switch ever used" },
});

const setKillSwitchBody = z.object({
  scope: stopScope,
  engaged: z.boolean(),
  reason_code: governanceReason,
  reason: reasonText,
});
export type SetKillSwitch = z.infer<typeof setKillSwitchBody>;

export const setKillSwitchContract = defineContract({
  method: "POST",
  path: "/api/governance/kill-switch",
  operationId: "setKillSwitch",
  isUrgent: true,
  summary: "Stop automation in a scope at once, or let it run again",
  tag: "governance",
  permission: "automation:stop",
  body: setKillSwitchBody,
  success: {
    status: 200,
    answer: killSwitchesSchema.extend({ request: approvalSchema.optional() }),
    description: "All switches after the change; nothing more is executed in a scope that is on",
    accepted:
      "The release waits for another person's approval, and the switches are as they were. Location says where to ask",
  },
  errors: ["conflict"],
  example: {
    body: {
      scope: { kind: "queue", key: "data_entry" },
      engaged: true,
      reason_code: "incident",
      reason: "Wrong quantities were typed this morning",
    },
  },
});

const drillBody = z.object({ scope: stopScope, reason: reasonText });
export type Drill = z.infer<typeof drillBody>;

const drillAnswer = z.object({
  ok: z.literal(true),
  scope: z.object({ kind: z.enum(STOP_KINDS), key: z.string() }),
  probe: z.literal("refused").meta({ description: "What became of an execution that was tried" }),
  probe_detail: z.string(),
  ms_until_in_flight_ended: z
    .int()
    .meta({ description: "From the order until every executing transaction had ended" }),
  ms_until_probe_refused: z
    .int()
    .meta({ description: "From the order until the probe was refused" }),
  ms_until_released: z.int().meta({ description: "From the order until automation ran again" }),
  was_engaged: z.boolean().meta({ description: "The switch itself was on before the drill" }),
});
export type DrillAnswer = z.infer<typeof drillAnswer>;

export const drillKillSwitchContract = defineContract({
  method: "POST",
  path: "/api/governance/kill-switch/drill",
  operationId: "drillKillSwitch",
  summary: "Stop a scope for a moment and measure how long it took; never leaves it stopped",
  tag: "governance",
  permission: "automation:stop",
  body: drillBody,
  success: { status: 200, answer: drillAnswer, description: "What was measured, in milliseconds" },
  errors: ["conflict"],
  idempotency: "after",
  example: {
    body: { scope: { kind: "queue", key: "data_entry" }, reason: "Quarterly drill" },
  },
});
