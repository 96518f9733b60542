import { authenticate } from "@/lib/auth/authenticate";
import { limitRequests } from "@/lib/auth/limit-requests";
import { originOf } from "@/lib/auth/origin-of";
import { AppError } from "@/lib/kernel/app-error";
import type { Principal } from "@/lib/kernel/context";
import { ANONYMOUS, createContext } from "@/lib/kernel/create-context";
import { newRequestId } from "@/lib/platform/request-id";
import { auditDenial } from "./audit-denial";
import { problemAnswer } from "./problem";
import { toResponse } from "./to-response";

/** 404 for a path that the API does not have; 401 first for whoever has no key. */
export function unknownPath(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const error = new AppError(
    "not_found",
    `There is nothing at ${pathname}. See GET /api/openapi.json for every path.`,
  );
  return refuse(request, error);
}

/** 405 for a method that a path does not have; 401 first for whoever has no key. */
export function unknownMethod(request: Request, allowed: readonly string[]): Promise<Response> {
  const allow = allowed.join(", ");
  const error = new AppError(
    "method_not_allowed",
    `${request.method} is not possible here; use ${allow}.`,
  );
  return refuse(request, error, { allow });
}

async function refuse(
  request: Request,
  error: AppError,
  headers: Record<string, string> = {},
): Promise<Response> {
  const requestId = newRequestId(request.headers.get("x-request-id"));
  let known: Principal = ANONYMOUS;
  let limitHeaders: Record<string, string> = {};
  let answer = problemAnswer(error, requestId);
  try {
    known = await authenticate(request);
    const share = await limitRequests(known.actor);
    limitHeaders = share.headers;
    if (share.refusal) {
      throw share.refusal;
    }
    answer = { ...answer, headers: { ...answer.headers, ...headers } };
  } catch (refusal) {
    answer = problemAnswer(refusal, requestId);
  }
  // Nothing of the address is kept: whoever sends it may have written anything there.
  const called = { operationId: "unknown", method: request.method, path: "unknown" };
  const identify = () =>
    createContext(known, { ...originOf(request.headers), requestId, source: "api" });
  answer = await auditDenial(called, answer, { requestId, identify });
  return toResponse(
    { ...answer, headers: { ...answer.headers, ...limitHeaders } },
    request,
    requestId,
  );
}
