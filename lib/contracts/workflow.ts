import { z } from "zod";
import {
  bodyId,
  idParam,
  inReadingOrder,
  jsonObject,
  pageQuery,
  storedObject,
  timestamp,
  wholeNumber,
} from "./common";
import { defineContract } from "./contract";
import { siteName } from "./grant";

const WORKFLOW_STATES = [
  "ordered",
  "pending_access",
  "access_granted",
  "dispensed",
  "completed",
  "failed",
] as const;
export const TASK_STATES = ["pending", "in_progress", "completed", "failed"] as const;
const INSURANCE_STATES = ["pending", "accepted", "rejected", "none"] as const;

export const workflowState = z.enum(WORKFLOW_STATES);
const taskState = z.enum(TASK_STATES);
export const insuranceState = z.enum(INSURANCE_STATES);
export type WorkflowState = z.infer<typeof workflowState>;
export type TaskState = z.infer<typeof taskState>;
export type InsuranceState = z.infer<typeof insuranceState>;

const taskSchema = z
  .object({
    id: bodyId,
    workflow_id: bodyId,
    name: z.string(),
    assigned_to: z.string().nullable(),
    state: taskState,
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Task" });
export type TaskAnswer = z.infer<typeof taskSchema>;

const eventSchema = z
  .object({
    id: bodyId,
    workflow_id: bodyId,
    event_type: z.string(),
    payload: jsonObject,
    created_at: timestamp,
  })
  .meta({ id: "Event" });
export type EventAnswer = z.infer<typeof eventSchema>;

export const workflowSchema = z
  .object({
    id: bodyId,
    name: z.string(),
    description: z.string().nullable(),
    state: workflowState,
    queue: z.string(),
    site_id: z.string(),
    scenario: z.string().nullable(),
    priority: z.int().min(1).max(5).meta({ description: "1 = most urgent" }),
    promised_at: timestamp.nullable(),
    insurance: insuranceState,
    attributes: jsonObject,
    version: z.int(),
    task_count: z.int(),
    event_count: z.int(),
    created_at: timestamp,
    updated_at: timestamp,
    tasks: z.array(taskSchema).meta({ description: "The newest 200, oldest first" }),
    events: z.array(eventSchema).meta({ description: "The newest 200, oldest first" }),
  })
  .meta({ id: "Workflow" });
export type WorkflowAnswer = z.infer<typeof workflowSchema>;

function isThisCentury(time: string): boolean {
  const year = new Date(time).getUTCFullYear();
  return year >= 2000 && year < 2100;
}

const initialTask = z.object({
  name: inReadingOrder(z.string().max(1000)),
  assigned_to: inReadingOrder(z.string().max(200)).nullish(),
});

const createWorkflowBody = z.object({
  name: inReadingOrder(z.string().max(10_000)),
  description: inReadingOrder(z.string().max(10_000)).nullish(),
  initial_tasks: z.array(initialTask).max(100).default([]),
  queue: z.string().max(100).optional().meta({ description: "A queue of the pack" }),
  priority: wholeNumber().min(1).max(5).optional(),
  promised_at: z.iso
    .datetime({ offset: true })
    .refine(isThisCentury, "must lie between the years 2000 and 2100")
    .optional(),
  attributes: storedObject.optional(),
  site_id: siteName.optional().meta({
    description: "A site that the credentials cover; left out, their only one, or `default`",
  }),
});
export type CreateWorkflow = z.infer<typeof createWorkflowBody>;

const createTaskBody = initialTask;
export type CreateTask = z.infer<typeof createTaskBody>;

const createEventBody = z.object({
  event_type: inReadingOrder(z.string().min(1).max(190)),
  payload: storedObject.default({}),
});
export type CreateEvent = z.infer<typeof createEventBody>;

const workflowParams = z.object({ id: idParam });
const taskParams = z.object({ id: idParam, tid: idParam });

export const listWorkflowsContract = defineContract({
  method: "GET",
  path: "/api/workflows",
  operationId: "listWorkflows",
  summary: "List workflows, newest first",
  tag: "workflows",
  permission: "cases:read",
  query: z.object({
    ...pageQuery,
    queue: z.string().max(100).optional(),
    state: workflowState.optional(),
  }),
  success: { status: 200, answer: z.array(workflowSchema), description: "One page of workflows" },
});

export const createWorkflowContract = defineContract({
  method: "POST",
  path: "/api/workflows",
  operationId: "createWorkflow",
  summary: "Create a workflow",
  tag: "workflows",
  permission: "cases:write",
  body: createWorkflowBody,
  success: { status: 201, answer: workflowSchema, description: "The workflow as stored" },
  tagged: true,
});

export const getWorkflowContract = defineContract({
  method: "GET",
  path: "/api/workflows/{id}",
  operationId: "getWorkflow",
  summary: "Get one workflow with its newest tasks and events",
  tag: "workflows",
  permission: "cases:read",
  params: workflowParams,
  success: { status: 200, answer: workflowSchema, description: "The workflow" },
  errors: ["not_found"],
  tagged: true,
});

export const listTasksContract = defineContract({
  method: "GET",
  path: "/api/workflows/{id}/tasks",
  operationId: "listTasks",
  summary: "List all tasks of a workflow, oldest first",
  tag: "workflows",
  permission: "cases:read",
  params: workflowParams,
  query: z.object(pageQuery),
  success: { status: 200, answer: z.array(taskSchema), description: "One page of tasks" },
  errors: ["not_found"],
});

export const createTaskContract = defineContract({
  method: "POST",
  path: "/api/workflows/{id}/tasks",
  operationId: "createTask",
  summary: "Add a task",
  tag: "workflows",
  permission: "cases:write",
  params: workflowParams,
  body: createTaskBody,
  success: { status: 201, answer: taskSchema, description: "The task as stored" },
  errors: ["not_found"],
  ifMatch: "case",
  example: { body: { name: "Call the prescriber", assigned_to: "pharmacist" } },
});

export const setTaskStateContract = defineContract({
  method: "PATCH",
  path: "/api/workflows/{id}/tasks/{tid}/state",
  operationId: "setTaskState",
  summary: "Set the state of a task; the body is the bare JSON string",
  tag: "workflows",
  permission: "cases:write",
  params: taskParams,
  body: taskState,
  success: { status: 200, answer: taskSchema, description: "The task as stored" },
  errors: ["not_found", "blocked"],
  ifMatch: "case",
  example: { body: "completed" },
});

export const listEventsContract = defineContract({
  method: "GET",
  path: "/api/workflows/{id}/events",
  operationId: "listEvents",
  summary: "List all events of a workflow, oldest first",
  tag: "workflows",
  permission: "cases:read",
  params: workflowParams,
  query: z.object(pageQuery),
  success: { status: 200, answer: z.array(eventSchema), description: "One page of events" },
  errors: ["not_found"],
});

export const createEventContract = defineContract({
  method: "POST",
  path: "/api/workflows/{id}/events",
  operationId: "createEvent",
  summary: "Record an event",
  tag: "workflows",
  permission: "cases:write",
  params: workflowParams,
  body: createEventBody,
  success: { status: 201, answer: eventSchema, description: "The event as stored" },
  errors: ["not_found"],
  ifMatch: "case",
  example: { body: { event_type: "patient_called", payload: { reached: true } } },
});
