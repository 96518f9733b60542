import { corsHeaders } from "./cors";
import { API_POLICY, transportHeaders } from "./security-headers";

/** The headers that every answer of the API carries, in both lanes. */
export function answerHeaders(request: Request, requestId: string): Record<string, string> {
  return {
    "cache-control": "no-store",
    "x-request-id": requestId,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "content-security-policy": API_POLICY,
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    ...transportHeaders(),
    ...corsHeaders(request),
  };
}
