import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { PAGE_PATH_HEADER } from "@/lib/auth/page-path-header";
import { allowedMethods } from "@/lib/http/allowed-methods";
import { preflightResponse } from "@/lib/http/cors";
import { resolveAlias } from "@/lib/http/resolve-alias";
import { NONCE_HEADER, pagePolicy, transportHeaders } from "@/lib/http/security-headers";
import { unknownMethod } from "@/lib/http/unknown-route";

/** Tells pages their address and their nonce, and answers in Next's lane what the fast lane answers itself: preflights and wrong methods. */
export function proxy(request: NextRequest): Response | Promise<Response> {
  const pathname = resolveAlias(request.nextUrl.pathname) ?? request.nextUrl.pathname;
  const allowed = allowedMethods(pathname);
  if (request.method === "OPTIONS") {
    return preflightResponse(request);
  }
  if (allowed && !allowed.includes(request.method === "HEAD" ? "GET" : request.method)) {
    return unknownMethod(request, allowed);
  }
  const headers = new Headers(request.headers);
  headers.set(PAGE_PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  if (pathname.startsWith("/api/") && !pathname.startsWith("/api/auth/")) {
    return NextResponse.next({ request: { headers } });
  }
  return page(headers);
}

/** Next puts the nonce of the policy that it finds in the request on its own scripts. */
function page(headers: Headers): Response {
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, { isDevelopment: process.env.NODE_ENV === "development" });
  headers.set(NONCE_HEADER, nonce);
  headers.set("content-security-policy", policy);
  const answer = NextResponse.next({ request: { headers } });
  answer.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(transportHeaders())) {
    answer.headers.set(name, value);
  }
  return answer;
}

export const config = {
  matcher: ["/((?!_next/static/|_next/image|favicon\\.svg$).*)"],
};
