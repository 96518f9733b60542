import { type NextRequest, NextResponse } from "next/server";
import { PAGE_PATH_HEADER } from "@/lib/auth/page-path-header";
import { allowedMethods } from "@/lib/http/allowed-methods";
import { preflightResponse } from "@/lib/http/cors";
import { resolveAlias } from "@/lib/http/resolve-alias";
import { unknownMethod } from "@/lib/http/unknown-route";

/** Tells pages their address, and answers in Next's lane what the fast lane answers itself: preflights and wrong methods. */
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
  return NextResponse.next({ request: { headers } });
}

export const config = {
  matcher: [
    "/dashboard",
    "/cases/:path*",
    "/audit",
    "/demo",
    "/docs/:path*",
    "/api/:path*",
    "/health",
    "/livez",
    "/readyz",
    "/dashboard/api/:path*",
    "/enterprise/:path*",
    "/kroger/:path*",
    "/ame/:path*",
  ],
};
