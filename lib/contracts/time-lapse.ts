import { z } from "zod";
import { probability, wholeNumber } from "./common";
import { defineContract } from "./contract";
import { jobTicketSchema } from "./job";
import { stageSchema } from "./stage";

const count = z.int().min(0);

const lapseScope = z.object({
  queue: z.string(),
  action_type: z.string(),
  stage: stageSchema,
  trust: probability,
  actions: count.meta({ description: "On that day" }),
  alone: count.meta({ description: "Of them without anybody's decision" }),
  checked: count.meta({ description: "Of those drawn for an audit" }),
  harms: count.meta({ description: "Of those wrong in truth, seen or not" }),
});

const lapseDay = z.object({ day: count, is_drifting: z.boolean(), scopes: z.array(lapseScope) });
export type LapseDay = z.infer<typeof lapseDay>;

const timeLapse = z
  .object({
    job: jobTicketSchema.nullable().meta({ description: "null before the first run" }),
    site_id: z.string(),
    days: z.array(lapseDay).meta({ description: "Those that have been played" }),
  })
  .meta({ id: "TimeLapse" });
export type TimeLapse = z.infer<typeof timeLapse>;

const startBody = z.object({
  days: wholeNumber().min(1).max(60).default(30),
  seed: wholeNumber()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1)
    .meta({ description: "The same seed plays the same days" }),
  drift_day: wholeNumber()
    .min(1)
    .max(60)
    .nullable()
    .default(12)
    .meta({ description: "When a payer changes its rules; null for never" }),
  drift_days: wholeNumber()
    .min(1)
    .max(60)
    .default(2)
    .meta({ description: "How long until automation has learnt the new rules" }),
});
export type StartTimeLapse = z.infer<typeof startBody>;

export const startTimeLapseContract = defineContract({
  method: "POST",
  path: "/api/dashboard/time-lapse",
  operationId: "startTimeLapse",
  summary: "Play days of a simulated chain through the trust engine, in a site of its own",
  tag: "dashboard",
  permission: "demo:manage",
  demoOnly: true,
  body: startBody,
  success: {
    status: 201,
    answer: jobTicketSchema,
    description: "The job; ask for its days at GET /api/dashboard/time-lapse",
  },
  errors: ["conflict"],
});

export const getTimeLapseContract = defineContract({
  method: "GET",
  path: "/api/dashboard/time-lapse",
  operationId: "getTimeLapse",
  summary: "How the newest time-lapse stands, with the days that it has played",
  tag: "dashboard",
  permission: "ame:read",
  success: { status: 200, answer: timeLapse, description: "The run, day by day" },
});
