import { corsHeaders } from "./cors";

/** The headers that every answer of the API carries, in both lanes. */
export function answerHeaders(request: Request, requestId: string): Record<string, string> {
  return {
    "cache-control": "no-store",
    "x-request-id": requestId,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    ...corsHeaders(request),
  };
}
