import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { nextAuthOptions } from "@/lib/auth/next-auth-options";
import { toProblemResponse } from "@/lib/http/problem";
import { assertBodyFits, readText } from "@/lib/http/read-body";
import { newRequestId } from "@/lib/platform/request-id";

type NextAuthRoute = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, route: NextAuthRoute): Promise<Response> {
  try {
    return await NextAuth(nextAuthOptions())(await checked(request), route);
  } catch (error) {
    return toProblemResponse(error, request, newRequestId(request.headers.get("x-request-id")));
  }
}

/** The library reads a body of any size, and fails on one that is not what its type says. */
async function checked(request: NextRequest): Promise<NextRequest> {
  if (request.method !== "POST") {
    return request;
  }
  const body = await readText(request);
  assertBodyFits(body, request.headers.get("content-type"));
  return new NextRequest(request.url, { method: "POST", headers: request.headers, body });
}

export { handler as GET, handler as POST };
