import type { Contract } from "@/lib/contracts/contract";
import type { ErrorCode, Problem } from "@/lib/contracts/error-code";
import { isUnavailable } from "@/lib/db/database-error";
import type { Answer } from "@/lib/kernel/answer";
import { AppError, isAppError } from "@/lib/kernel/app-error";
import { getLogger } from "@/lib/platform/logger";
import { toResponse } from "./to-response";

const UNAVAILABLE_SECONDS = 5;

/** The one table from our errors to HTTP. */
export const STATUS_OF: Readonly<Record<ErrorCode, { status: number; title: string }>> = {
  invalid: { status: 422, title: "The request does not fit the contract" },
  bad_request: { status: 400, title: "The request makes no sense" },
  unauthenticated: { status: 401, title: "Authentication required" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "The state has changed" },
  precondition_failed: { status: 412, title: "Not the version that was named" },
  too_large: { status: 413, title: "The request is too large" },
  blocked: { status: 403, title: "Blocked by governance" },
  too_many_requests: { status: 429, title: "Too many requests" },
  unavailable: { status: 503, title: "Temporarily unavailable" },
  internal: { status: 500, title: "Internal error" },
};

/** Any error as problem+json. What is not an AppError is a bug: logged in full, told in brief. */
export function problemAnswer(
  error: unknown,
  requestId: string,
  { isOAuth }: Pick<Contract, "isOAuth"> = {},
): Answer {
  const known = knownError(error, requestId);
  const { status, title } = STATUS_OF[known.code];
  const problem: Problem = {
    type: `urn:control-tower:error:${known.code}`,
    title,
    status,
    detail: known.message,
    code: known.code,
    request_id: requestId,
    ...(known.fields.length > 0 && { errors: [...known.fields] }),
    ...(isOAuth && { error: oauthErrorOf(known, status), error_description: known.message }),
  };
  const { tag, retryAfterSeconds = status === 503 ? UNAVAILABLE_SECONDS : null } = known.hints;
  return {
    status,
    body: JSON.stringify(problem),
    headers: {
      "content-type": "application/problem+json",
      ...(tag !== undefined && { etag: `"${tag}"` }),
      ...(retryAfterSeconds !== null && { "retry-after": String(retryAfterSeconds) }),
      // RFC 9110 wants a challenge; none that is registered fits a key in a header of its own.
      ...(status === 401 && {
        "www-authenticate": 'ApiKey realm="control-tower", Bearer realm="control-tower"',
      }),
      // The rest of the body is not read, so nothing else can come over this connection.
      ...(status === 413 && { connection: "close" }),
    },
  };
}

function oauthErrorOf({ hints }: AppError, status: number): string {
  return hints.oauthError ?? (status < 500 ? "invalid_request" : "server_error");
}

/** The same as a response, for what answers without a contract. */
export function toProblemResponse(
  error: unknown,
  request: Request,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const answer = problemAnswer(error, requestId);
  return toResponse({ ...answer, headers: { ...answer.headers, ...headers } }, request, requestId);
}

function knownError(error: unknown, requestId: string): AppError {
  if (isAppError(error)) {
    return error;
  }
  if (isUnavailable(error)) {
    getLogger().error({ err: error, requestId }, "the database cannot be asked");
    return new AppError(
      "unavailable",
      "The database cannot be asked at the moment; try again in a few seconds.",
    );
  }
  getLogger().error({ err: error, requestId }, "unexpected error");
  return new AppError(
    "internal",
    `Something went wrong on our side and nothing was changed. Report request ${requestId}.`,
  );
}
