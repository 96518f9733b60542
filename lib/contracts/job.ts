import { z } from "zod";
import { bodyId, jsonObject, looseIdParam, pageQuery, timestamp } from "./common";
import { defineContract } from "./contract";

const jobStatus = z.enum(["waiting", "running", "succeeded", "dead", "cancelled"]);
export type JobStatus = z.infer<typeof jobStatus>;

const jobSchema = z
  .object({
    id: bodyId,
    kind: z.string(),
    status: jobStatus,
    attempts: z.int().meta({ description: "Tries begun so far" }),
    progress: z.int(),
    progress_total: z.int().nullable(),
    result: jsonObject.nullable(),
    last_error: z.string().nullable(),
    is_cancel_requested: z.boolean(),
    every_seconds: z.int().nullable().meta({ description: "A schedule, which comes back" }),
    created_by: z.string(),
    request_id: z.string(),
    run_at: timestamp,
    created_at: timestamp,
    updated_at: timestamp,
    finished_at: timestamp.nullable(),
  })
  .meta({ id: "Job" });
export type JobAnswer = z.infer<typeof jobSchema>;

/** A job as the answer that started it tells of it. */
export const jobTicketSchema = z
  .object({
    id: bodyId,
    status: jobStatus,
    progress: z.int(),
    progress_total: z.int().nullable(),
  })
  .meta({ id: "JobTicket" });

const jobParams = z.object({ id: looseIdParam });

export const listJobsContract = defineContract({
  method: "GET",
  path: "/api/jobs",
  operationId: "listJobs",
  summary: "List background jobs, newest first",
  tag: "jobs",
  permission: "jobs:read",
  query: z.object({
    ...pageQuery,
    status: jobStatus.optional(),
    kind: z.string().max(100).optional(),
  }),
  success: {
    status: 200,
    answer: z.object({ jobs: z.array(jobSchema), next_cursor: z.string().nullable() }),
    description: "One page of jobs",
  },
});

export const getJobContract = defineContract({
  method: "GET",
  path: "/api/jobs/{id}",
  operationId: "getJob",
  summary: "How a background job stands",
  tag: "jobs",
  permission: "jobs:read",
  params: jobParams,
  success: { status: 200, answer: jobSchema, description: "The job" },
  errors: ["not_found"],
});

export const cancelJobContract = defineContract({
  method: "POST",
  path: "/api/jobs/{id}/cancel",
  operationId: "cancelJob",
  summary: "Cancel a job: at once while it waits, before its next step while it runs",
  tag: "jobs",
  permission: "jobs:manage",
  params: jobParams,
  success: { status: 200, answer: jobSchema, description: "The job" },
  errors: ["not_found", "conflict"],
});

export const redriveJobContract = defineContract({
  method: "POST",
  path: "/api/jobs/{id}/redrive",
  operationId: "redriveJob",
  summary: "Give a dead or cancelled job all its tries again; it goes on where it had come to",
  tag: "jobs",
  permission: "jobs:manage",
  params: jobParams,
  success: { status: 200, answer: jobSchema, description: "The job, waiting" },
  errors: ["not_found", "conflict"],
});
