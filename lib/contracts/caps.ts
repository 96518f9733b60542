import { z } from "zod";
import { defineContract } from "./contract";
import { policyCapSchema } from "./governance";
import { stageSchema } from "./stage";

const word = z.string().trim().min(1).max(100);

const listCapsQuery = z.object({
  state: word.optional().meta({ description: "Two letters; Ohio where none is named" }),
  schedule: word.optional().meta({
    description: "none or C-II … C-V; without it, the cap that holds whatever the drug is",
  }),
  queue: word.optional(),
  action: word.optional().meta({ description: "An action, or a way to resolve a reject" }),
  reject_code: word.optional(),
});
export type ListCaps = z.infer<typeof listCapsQuery>;

const capsAnswer = z.object({
  cap: stageSchema.meta({ description: "The lowest of all caps that speak of it" }),
  cap_sources: z.array(z.string()).meta({ description: "The laws and assumptions it rests on" }),
  policy_caps: z
    .array(
      policyCapSchema.extend({
        queues: z.array(z.string()).meta({ description: "Empty = everywhere" }),
        schedules: z.array(z.string()).meta({ description: "Empty = every drug" }),
      }),
    )
    .meta({ description: "What no gate, stage, rule, role or administrator lifts" }),
});
export type CapsAnswer = z.infer<typeof capsAnswer>;

export const listCapsContract = defineContract({
  method: "GET",
  path: "/api/governance/caps",
  operationId: "listCaps",
  summary: "What is never automated, and the most automation for a state, drug, queue and action",
  tag: "governance",
  permission: "gates:read",
  query: listCapsQuery,
  success: { status: 200, answer: capsAnswer, description: "The cap, its sources and N1–N14" },
});
