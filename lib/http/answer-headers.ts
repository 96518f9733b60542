import { corsHeaders } from "./cors";

/** The headers that every answer of the API carries, in both lanes. */
export function answerHeaders(
  request: Request,
  requestId: string,
  contentType: "application/json" | "application/problem+json",
): Record<string, string> {
  return {
    "content-type": contentType,
    "cache-control": "no-store",
    "x-request-id": requestId,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    ...corsHeaders(request),
  };
}
