import type { z } from "zod";
import { authenticate } from "@/lib/auth/authenticate";
import type { Contract } from "@/lib/contracts/contract";
import type { Answer } from "@/lib/kernel/answer";
import { answerOnce, type OnceRequest } from "@/lib/kernel/answer-once";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS, createContext } from "@/lib/kernel/create-context";
import { requirePermission } from "@/lib/kernel/permissions";
import { getLogger } from "@/lib/platform/logger";
import { newRequestId } from "@/lib/platform/request-id";
import { getSettings } from "@/lib/platform/settings";
import { assertStorable } from "./assert-storable";
import { expectationOf, unlessKnown } from "./conditional";
import { invalidRequest } from "./field-errors";
import { idempotencyKeyOf, lastingRefusal, onceRequestOf } from "./idempotency";
import { problemAnswer } from "./problem";
import { parseBody, readText } from "./read-body";
import { Reply } from "./reply";
import { StreamReply } from "./stream-reply";
import { toResponse } from "./to-response";

type RouteParams = Record<string, string | string[] | undefined>;
/** A Next route handler; the production server calls the same function. */
export type RouteHandler = (
  request: Request,
  route: { params: Promise<RouteParams> },
) => Promise<Response>;

interface Input<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  params: z.infer<Params>;
  query: z.infer<Query>;
  body: z.infer<Body>;
  /** Prefer: respond-async, for endpoints that may answer before their work is done */
  prefersAsync: boolean;
}

type Service<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, T> = (
  ctx: Context,
  input: Input<Params, Query, Body>,
  request: Request,
) => Promise<Result<T>> | Result<T>;
type Result<T> = T | Reply<T> | StreamReply;

/**
 * Binds a contract to a service: who, may they, is the input right, then the service, then its
 * answer as JSON. Every error leaves as problem+json with the request's id.
 */
export function handle<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Success extends z.ZodType,
>(
  contract: Contract<Params, Query, Body, Success>,
  service: Service<Params, Query, Body, z.infer<Success>>,
): RouteHandler {
  return async (request, { params }) => {
    const requestId = newRequestId(request.headers.get("x-request-id"));
    const startedAt = performance.now();
    let actor = "unknown";
    let answer: Answer;
    try {
      const ctx = await identify(contract, request, requestId);
      actor = ctx.actor.id;
      admit(contract, ctx);
      const key = idempotencyKeyOf(contract, request);
      const expects = expectationOf(contract, request);
      const text = contract.body || key !== null ? await readText(request) : "";
      const input = readInput(contract, request, { params: await params, text });
      const run = async (inner: Context) =>
        toAnswer(
          contract,
          request,
          await service({ ...inner, ...(expects && { expects }) }, input, request),
        );
      answer =
        key === null
          ? unlessKnown(request, await run(ctx))
          : await runOnce(ctx, onceRequestOf(contract, request, { key, text }), run);
    } catch (error) {
      answer = problemAnswer(error, requestId);
    }
    if (contract.permission !== "public") {
      const ms = performance.now() - startedAt;
      logRequest(contract, { requestId, actor, status: answer.status, ms });
    }
    return toResponse(answer, request, requestId);
  };
}

async function runOnce(
  ctx: Context,
  request: OnceRequest,
  run: (ctx: Context) => Promise<Answer>,
): Promise<Answer> {
  const refuse = (error: unknown) => lastingRefusal(error, ctx.requestId);
  const { answer, isReplayed } = await answerOnce(ctx, request, { run, refuse });
  const mark = isReplayed && { "idempotency-replayed": "true" };
  return { ...answer, headers: { ...answer.headers, ...mark } };
}

async function identify(contract: Contract, request: Request, requestId: string): Promise<Context> {
  if (contract.permission === "public") {
    return createContext(ANONYMOUS, { requestId, source: "api" });
  }
  const actor = await authenticate(request);
  return createContext(actor, {
    requestId,
    source: request.headers.has("sec-fetch-site") ? "web" : "api",
  });
}

/** @throws AppError forbidden */
function admit(contract: Contract, ctx: Context): void {
  if (contract.permission === "public") {
    return;
  }
  requirePermission(ctx, contract.permission);
  if (contract.demoOnly && getSettings().mode !== "demo") {
    throw new AppError(
      "forbidden",
      "This endpoint belongs to the demo; start with ENVIRONMENT=demo to use it.",
    );
  }
}

function readInput<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  contract: Contract<Params, Query, Body>,
  request: Request,
  { params, text }: { params: RouteParams; text: string },
): Input<Params, Query, Body> {
  return {
    params: parsePart("path", contract.params, params),
    query: parsePart("query", contract.query, contract.query && queryOf(request)),
    body: contract.body
      ? parsePart("body", contract.body, bodyOf(contract, request, text))
      : (undefined as z.infer<Body>),
    prefersAsync: prefersAsync(request),
  };
}

function parsePart<Schema extends z.ZodType>(
  part: "path" | "query" | "body",
  schema: Schema | undefined,
  value: unknown,
): z.infer<Schema> {
  if (!schema) {
    return undefined as z.infer<Schema>;
  }
  assertStorable(value, part);
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    throw invalidRequest(part, parsed.error);
  }
  return parsed.data;
}

function bodyOf(contract: Contract, request: Request, text: string): unknown {
  const body = parseBody(text, request.headers.get("content-type"));
  if (body !== undefined) {
    return body;
  }
  if (contract.bodyOptional) {
    return {};
  }
  throw invalidField("body", "missing", "The body is missing; send it as application/json.");
}

function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

function toAnswer(contract: Contract, request: Request, result: unknown): Answer {
  if (result instanceof StreamReply) {
    return result.toAnswer();
  }
  const reply = result instanceof Reply ? result : new Reply(result);
  return {
    status: reply.isAccepted ? 202 : contract.success.status,
    body: JSON.stringify(reply.body),
    ...(contract.success.isSecret && { isSecret: true }),
    headers: {
      "content-type": "application/json",
      ...(reply.nextCursor !== null && { link: nextLink(request, reply.nextCursor) }),
      ...(reply.location !== null && { location: reply.location }),
      ...(reply.tag !== null && { etag: `"${reply.tag}"` }),
      ...(reply.isAccepted && prefersAsync(request) && { "preference-applied": "respond-async" }),
    },
  };
}

/** RFC 7240 */
function prefersAsync(request: Request): boolean {
  return /\brespond-async\b/i.test(request.headers.get("prefer") ?? "");
}

/** RFC 8288, relative to the request. */
function nextLink(request: Request, cursor: string): string {
  const url = new URL(request.url);
  url.searchParams.set("cursor", cursor);
  return `<${url.pathname}${url.search}>; rel="next"`;
}

function logRequest(
  contract: Contract,
  { ms, ...call }: { requestId: string; actor: string; status: number; ms: number },
): void {
  const operation = contract.operationId;
  getLogger().info({ ...call, operation, ms: Math.round(ms * 10) / 10 }, "request");
}
