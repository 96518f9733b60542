import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { authenticate } from "@/lib/auth/authenticate";
import { limitRequests } from "@/lib/auth/limit-requests";
import { originOf } from "@/lib/auth/origin-of";
import type { Contract } from "@/lib/contracts/contract";
import type { Answer } from "@/lib/kernel/answer";
import { answerOnce, type OnceRequest } from "@/lib/kernel/answer-once";
import { AppError, isAppError } from "@/lib/kernel/app-error";
import type { Context, Principal } from "@/lib/kernel/context";
import { ANONYMOUS, createContext } from "@/lib/kernel/create-context";
import { requirePermission } from "@/lib/kernel/permissions";
import { getLogger } from "@/lib/platform/logger";
import { newRequestId } from "@/lib/platform/request-id";
import { getSettings } from "@/lib/platform/settings";
import { auditDenial } from "./audit-denial";
import { expectationOf, unlessKnown } from "./conditional";
import { idempotencyKeyOf, lastingRefusal, onceRequestOf } from "./idempotency";
import { problemAnswer } from "./problem";
import { readText } from "./read-body";
import { type Input, prefersAsync, type RouteParams, readInput } from "./read-input";
import { refusalFirst } from "./refusal-first";
import { Reply } from "./reply";
import { StreamReply } from "./stream-reply";
import { tellingDenials } from "./telling-denials";
import { toResponse } from "./to-response";

/** A Next route handler; the production server calls the same function. */
export type RouteHandler = (
  request: Request,
  route: { params: Promise<RouteParams> },
) => Promise<Response>;

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
    let known: Context | null = null;
    let answer: Answer;
    const limitHeaders: Record<string, string> = {};
    try {
      const ctx = await identify(contract, request, requestId);
      known = ctx;
      await countRequest(contract, ctx, limitHeaders);
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
      answer = await tellingDenials(ctx, run, async (telling) =>
        key === null
          ? unlessKnown(request, await telling(ctx))
          : runOnce(ctx, onceRequestOf(contract, request, { key, text }), telling),
      );
    } catch (error) {
      answer = problemAnswer(refusalFirst(contract, known, error), requestId, contract);
    }
    const identifyAgain = async () => known ?? stranger(request, requestId);
    answer = await auditDenial(contract, answer, { requestId, identify: identifyAgain });
    if (contract.permission !== "public") {
      const ms = performance.now() - startedAt;
      logRequest(contract, {
        requestId,
        actor: known?.actor.id ?? "unknown",
        status: answer.status,
        ms,
      });
    }
    const headers = { ...answer.headers, ...limitHeaders };
    return toResponse({ ...answer, headers }, request, requestId);
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
    return stranger(request, requestId);
  }
  const allowedAtMs = performance.now();
  const principal = await authenticate(request);
  const ctx = await createContext(principal, {
    ...originOf(request.headers),
    requestId,
    source: principal.session ? "web" : "api",
  });
  return { ...ctx, allowedAtMs, isStillAllowed: () => isStillAllowed(request, principal) };
}

/** Asks anew who the credentials stand for; a change of role or sites counts as taken away. */
async function isStillAllowed(request: Request, before: Principal): Promise<boolean> {
  try {
    return isDeepStrictEqual(await authenticate(request), before);
  } catch (error) {
    if (isAppError(error)) {
      return false;
    }
    throw error;
  }
}

/** @throws AppError too_many_requests; whatever the answer, it tells what is left */
async function countRequest(
  contract: Contract,
  ctx: Context,
  headersOfAnswer: Record<string, string>,
): Promise<void> {
  if (contract.permission === "public") {
    return;
  }
  const { headers, refusal } = await limitRequests(ctx.actor);
  Object.assign(headersOfAnswer, headers);
  if (refusal) {
    throw refusal;
  }
}

function stranger(request: Request, requestId: string): Promise<Context> {
  return createContext(ANONYMOUS, { ...originOf(request.headers), requestId, source: "api" });
}

/** @throws AppError forbidden */
function admit(contract: Contract, ctx: Context): void {
  if (contract.permission === "public") {
    return;
  }
  if (ctx.session?.mustChangePassword && !isOwnSession(contract)) {
    throw new AppError(
      "forbidden",
      "Your password was given to you by somebody else. Choose your own at /settings/password, or with POST /api/session/password, before anything else.",
    );
  }
  if (!contract.orGrant) {
    requirePermission(ctx, contract.permission);
  }
  if (contract.demoOnly && getSettings().mode !== "demo") {
    throw new AppError(
      "forbidden",
      "This endpoint belongs to the demo; start with ENVIRONMENT=demo to use it.",
    );
  }
}

function isOwnSession({ path }: Contract): boolean {
  return path === "/api/session" || path.startsWith("/api/session/");
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
