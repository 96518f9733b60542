import { createHash } from "node:crypto";
import type { Page } from "@/lib/contracts/common";
import type { RuleAnswer } from "@/lib/contracts/rule";
import type { WorkflowAnswer } from "@/lib/contracts/workflow";
import { extendTag, resourceTag, type Versioned } from "@/lib/kernel/resource-tag";

interface ReplyOptions {
  /** where the next page begins */
  nextCursor?: string | null;
  /** the resource's tag, without its quotes */
  tag?: string;
  /** where a new resource, or one that is still being worked on, is read */
  location?: string;
  /** the work goes on after this answer */
  isAccepted?: boolean;
}

/** An answer with what its headers say beside it. */
export class Reply<T> {
  readonly body: T;
  readonly nextCursor: string | null;
  readonly tag: string | null;
  readonly location: string | null;
  readonly isAccepted: boolean;

  constructor(body: T, { nextCursor, tag, location, isAccepted }: ReplyOptions = {}) {
    this.body = body;
    this.nextCursor = nextCursor ?? null;
    this.tag = tag ?? null;
    this.location = location ?? null;
    this.isAccepted = isAccepted ?? false;
  }
}

/** A page as a bare JSON array; the cursor goes into the Link header. */
export function pageReply<T>({ items, nextCursor }: Page<T>): Reply<T[]> {
  return new Reply(items, { nextCursor });
}

/** A page inside an object that names its own cursor; the Link header repeats it. */
export function listReply<T extends { next_cursor: string | null }>(list: T): Reply<T> {
  return new Reply(list, { nextCursor: list.next_cursor });
}

/** A case with the ETag of its version. */
export function workflowReply(workflow: WorkflowAnswer): Reply<WorkflowAnswer> {
  return taggedReply(workflow, { kind: "case", id: workflow.id, version: workflow.version });
}

/** A new case, with its ETag and where to read it. */
export function newWorkflowReply(workflow: WorkflowAnswer): Reply<WorkflowAnswer> {
  const { id, version } = workflow;
  const tag = resourceTag({ kind: "case", id, version });
  return new Reply(workflow, { tag, location: `/api/workflows/${id}` });
}

/** A resource with the ETag of its version. */
function taggedReply<T>(body: T, resource: Versioned): Reply<T> {
  return new Reply(body, { tag: resourceTag(resource) });
}

/** A rule with the ETag of its version, and of how often it has fired. */
export function ruleReply(rule: RuleAnswer): Reply<RuleAnswer> {
  return widerReply(rule, { kind: "rule", id: rule.id, version: rule.version });
}

/** A new rule, with its ETag and where to read it. */
export function newRuleReply(rule: RuleAnswer): Reply<RuleAnswer> {
  const { tag } = ruleReply(rule);
  return new Reply(rule, { ...(tag !== null && { tag }), location: `/api/rules/${rule.id}` });
}

const HASH_START = 16;

/** An answer that shows a resource and more: its ETag changes with either. */
export function widerReply<T>(body: T, resource: Versioned): Reply<T> {
  const hash = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  return new Reply(body, { tag: extendTag(resourceTag(resource), hash.slice(0, HASH_START)) });
}

/** What a job has done: 202 and the job's address while it is not done yet. */
export function jobReply<T extends { job: { id: number } | null }>(
  body: T,
  isDone: boolean,
): Reply<T> {
  return isDone || !body.job
    ? new Reply(body)
    : new Reply(body, { location: `/api/jobs/${body.job.id}`, isAccepted: true });
}

/** What was done; or 202 and where to ask while another person's approval is waited for. */
export function requestReply<T>(body: T, request: { id: string } | null): Reply<T> {
  return request
    ? new Reply(body, { location: `/api/governance/approvals/${request.id}`, isAccepted: true })
    : new Reply(body);
}
