import { authenticate } from "@/lib/auth/authenticate";
import { AppError } from "@/lib/kernel/app-error";
import { newRequestId } from "@/lib/platform/request-id";
import { toProblemResponse } from "./problem";

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
  try {
    await authenticate(request);
    return toProblemResponse(error, request, requestId, headers);
  } catch (refusal) {
    return toProblemResponse(refusal, request, requestId);
  }
}
