import { z } from "zod";
import { bodyId, wholeNumber } from "./common";
import { defineContract } from "./contract";
import { jobTicketSchema } from "./job";
import { workflowSchema } from "./workflow";

export const listScenariosContract = defineContract({
  method: "GET",
  path: "/api/dashboard/scenarios",
  operationId: "listScenarios",
  summary: "List the demo scenarios",
  tag: "dashboard",
  permission: "cases:read",
  success: {
    status: 200,
    answer: z.object({
      scenarios: z.array(z.object({ id: z.string(), label: z.string(), description: z.string() })),
    }),
    description: "The scenarios of the pack",
  },
});

const seedBody = z.object({
  scenario_id: z.string().max(100).default("happy_path"),
  seed_all: z.boolean().default(false),
});
export type Seed = z.infer<typeof seedBody>;

export const seedContract = defineContract({
  method: "POST",
  path: "/api/dashboard/seed",
  operationId: "seedScenario",
  summary: "Add demo cases; an unknown scenario counts as happy_path",
  tag: "dashboard",
  permission: "demo:manage",
  demoOnly: true,
  body: seedBody,
  bodyOptional: true,
  success: {
    status: 200,
    answer: z.object({ ok: z.literal(true), count: z.int(), id: bodyId.optional() }),
    description: "How many cases were added, and the id when it was one",
  },
});

export const resetContract = defineContract({
  method: "POST",
  path: "/api/dashboard/reset",
  operationId: "resetDemo",
  summary: "Remove the demo cases and AME data and close all gates",
  tag: "dashboard",
  permission: "demo:manage",
  demoOnly: true,
  success: {
    status: 200,
    answer: z.object({ ok: z.literal(true), message: z.string() }),
    description: "The demo is as new",
  },
});

const simulateBody = z.object({
  workflow_id: bodyId,
  cycles: wholeNumber()
    .max(1000)
    .default(5)
    .meta({ description: "At most 1,000; below 1 does nothing" }),
  repeat_tasks: z.boolean().default(false),
});
export type Simulate = z.infer<typeof simulateBody>;

export const simulateContract = defineContract({
  method: "POST",
  path: "/api/dashboard/simulate",
  operationId: "simulate",
  summary: "Repeat the events of a demo case, as a background job",
  tag: "dashboard",
  permission: "demo:manage",
  demoOnly: true,
  body: simulateBody,
  success: {
    status: 200,
    answer: z.object({
      ok: z.literal(true),
      did: z.int(),
      events: z.int(),
      tasks: z.int(),
      workflow: workflowSchema,
      job: jobTicketSchema
        .nullable()
        .meta({ description: "What adds them; null when there is nothing to add" }),
    }),
    description: "What was added",
    accepted:
      "Not finished within 10 seconds, or not waited for (`Prefer: respond-async`); what was added so far. Location says where to ask",
  },
  errors: ["not_found", "conflict", "blocked"],
  idempotency: "after",
});
