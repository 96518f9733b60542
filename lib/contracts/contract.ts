import type { z } from "zod";
import type { ErrorCode } from "./error-code";
import type { Permission } from "./permission";

/** Groups of endpoints, in the order of the document. */
export const TAGS = {
  workflows: "Cases with their tasks and events",
  dashboard: "The board, proposals, decisions, executions, gates and the demo",
  kroger: "Steps of a refill that other systems report",
  enterprise: "Governed actions on the caller's own decision",
  ame: "Evidence, trust, outcomes and rollback",
  rules: "Conditions and what they do",
  jobs: "Work in the background",
  webhooks: "Where other systems want to be told",
  events: "What happened, as a stream",
  governance: "Gates, approvals, the kill switch, break-glass and what the law caps",
  audit: "Who did what, when and why",
  access: "People, sessions, keys and partner systems",
  system: "Health, settings and this document",
} as const;

/** What has a version, and so an ETag. */
export type ResourceKind = "case" | "proposal" | "rule";

/** What an answer may come as when it is not JSON. */
type ContentType = "text/event-stream" | "application/x-ndjson" | "text/csv";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * One endpoint: the single description that its route, the browser client and the OpenAPI
 * document are made from.
 */
export interface Contract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  method: Method;
  /** below the origin, with `{name}` for each path parameter */
  path: string;
  /** unique name in the OpenAPI document, camelCase */
  operationId: string;
  summary: string;
  tag: keyof typeof TAGS;
  /** "public" needs no credentials */
  permission: Permission | "public";
  /** a running break-glass grant of this kind stands in for the permission; the service asks for it */
  orGrant?: "patient_data";
  params?: Params;
  query?: Query;
  body?: Body;
  /** true when the request may come without a body, which then counts as `{}` */
  bodyOptional?: boolean;
  success: {
    status: 200 | 201;
    answer: Answer;
    description: string;
    /** JSON unless it says otherwise */
    contentTypes?: readonly ContentType[];
    /** when it may also be 202, with the same shape and a Location: what that means */
    accepted?: string;
    /** shown in this answer alone; where the answer is kept for a repetition it is encrypted */
    isSecret?: boolean;
  };
  /** errors beyond the ones every endpoint of its kind may give */
  errors?: readonly ErrorCode[];
  /** refused with 403 outside demo mode */
  demoOnly?: boolean;
  /** takes a form beside JSON, and names errors as RFC 6749 (5.2) does beside the problem */
  isOAuth?: boolean;
  /** for the document, where values made from the schema alone would mislead */
  example?: { body?: z.input<Body>; answer?: z.input<Answer> };
  /** the answer carries the resource's ETag; a GET with a matching If-None-Match is answered 304 */
  tagged?: boolean;
  /** the resource whose version If-Match may name, checked under its lock */
  ifMatch?: ResourceKind;
  /**
   * how an Idempotency-Key works here: "after" stores the answer once the work is done, for work
   * that commits on its way or takes long (a password's hash); "never" for what is judged and recorded anew with
   * each call, because it shows patient data; anything else commits together with its answer
   */
  idempotency?: "after" | "never";
  /** stops others, and so queues behind nobody */
  isUrgent?: true;
}

/** Keeps the literal types of a contract while checking its shape. */
export function defineContract<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(contract: Contract<Params, Query, Body, Answer>): Contract<Params, Query, Body, Answer> {
  return contract;
}
