import { getSettings } from "@/lib/platform/settings";

const METHODS = "GET, POST, PUT, PATCH, DELETE";
const REQUEST_HEADERS =
  "Authorization, Content-Type, X-API-Key, X-Request-Id, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Prefer";
const EXPOSED_HEADERS =
  "ETag, Link, Location, X-Request-Id, Retry-After, Idempotency-Replayed, Preference-Applied, RateLimit, RateLimit-Policy";
const MAX_AGE_SECONDS = "600";

/** Headers that let a page of an origin in CORS_ORIGINS read the answer; none for any other. */
export function corsHeaders(request: Request): Record<string, string> {
  const origin = request.headers.get("origin");
  if (origin === null || !getSettings().corsOrigins.includes(origin)) {
    return {};
  }
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers": EXPOSED_HEADERS,
    vary: "Origin",
  };
}

/** The answer to a browser that asks before it sends. */
export function preflightResponse(request: Request): Response {
  const allowed = corsHeaders(request);
  const isAllowed = Object.keys(allowed).length > 0;
  return new Response(null, {
    status: 204,
    headers: {
      ...allowed,
      ...(isAllowed && {
        "access-control-allow-methods": METHODS,
        "access-control-allow-headers": REQUEST_HEADERS,
        "access-control-max-age": MAX_AGE_SECONDS,
      }),
    },
  });
}
