import { z } from "zod";
import { bodyId, jsonObject, looseIdParam, pageQuery, timestamp } from "./common";
import { defineContract } from "./contract";

/** `proposal.execute`, `proposal.*` or `*` */
const eventPattern = z
  .string()
  .max(100)
  .regex(
    /^(?:\*|[a-z0-9_]+(?:\.[a-z0-9_]+)*(?:\.\*)?)$/,
    "must be like proposal.execute, proposal.* or *",
  );

const MAX_PATTERNS = 50;
export const eventPatterns = z.array(eventPattern).min(1).max(MAX_PATTERNS);

const listOfPatterns = z.preprocess(
  (text) => (typeof text === "string" ? text.split(",").map((part) => part.trim()) : text),
  eventPatterns.optional(),
);

/** 0 = before everything */
const position = looseIdParam.pipe(z.int().min(0));

const filters = {
  types: listOfPatterns.meta({ description: "Comma-separated; proposal.* takes a whole family" }),
  case_id: looseIdParam.optional(),
};

const streamEventSchema = z
  .object({
    id: z.string().meta({ description: "Position in the stream; later events have higher ones" }),
    type: z.string().meta({ description: "What happened, e.g. proposal.execute" }),
    time: timestamp,
    site_id: z.string(),
    subject: z.object({ type: z.string(), id: z.string() }),
    case_id: bodyId.nullable(),
    actor: z.object({ kind: z.string(), id: z.string() }),
    data: z.object({ before: jsonObject, after: jsonObject }),
  })
  .meta({ id: "StreamEvent", description: "One change, without patient data" });
export type StreamEventAnswer = z.infer<typeof streamEventSchema>;

export const listStreamEventsContract = defineContract({
  method: "GET",
  path: "/api/events",
  operationId: "listStreamEvents",
  summary: "List changes after a position, oldest first, for clients that poll",
  tag: "events",
  permission: "events:read",
  query: z.object({
    ...filters,
    limit: pageQuery.limit,
    after: position.default(0).meta({ description: "next_after of the page before" }),
  }),
  success: {
    status: 200,
    answer: z.object({
      events: z.array(streamEventSchema),
      next_after: z.int().meta({ description: "Ask with this next time, even when nothing came" }),
      has_more: z.boolean(),
      gap: z.boolean().meta({
        description: "Events after `after` are no longer kept, or `after` was never given",
      }),
    }),
    description: "What came after the position",
  },
});

export const followEventsContract = defineContract({
  method: "GET",
  path: "/api/events/stream",
  operationId: "followEvents",
  summary: "Follow changes as server-sent events; Last-Event-ID resumes without loss",
  tag: "events",
  permission: "events:read",
  query: z.object({
    ...filters,
    last_event_id: position
      .optional()
      .meta({ description: "For clients that cannot send the Last-Event-ID header" }),
  }),
  success: {
    status: 200,
    contentTypes: ["text/event-stream"],
    answer: z.string(),
    description: "An endless stream of StreamEvent, each under its type; `ready` comes first",
  },
});
