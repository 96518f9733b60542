import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { endPresented, nextAuthOptions } from "@/lib/auth/next-auth-options";
import { originOf } from "@/lib/auth/origin-of";
import { refuseCrossSite } from "@/lib/auth/refuse-cross-site";
import { auditDenial } from "@/lib/http/audit-denial";
import { problemAnswer } from "@/lib/http/problem";
import { assertBodyFits, readText } from "@/lib/http/read-body";
import { toResponse } from "@/lib/http/to-response";
import { unknownPath } from "@/lib/http/unknown-route";
import { ANONYMOUS, createContext } from "@/lib/kernel/create-context";
import { newRequestId } from "@/lib/platform/request-id";

const UNAVAILABLE_SECONDS = 5;

type NextAuthRoute = { params: Promise<{ nextauth: string[] }> };

/** The others log what a visitor sends, or renew a token that the session's row does not need. */
const ACTIONS: ReadonlySet<string> = new Set([
  "callback",
  "csrf",
  "error",
  "providers",
  "signin",
  "signout",
]);

async function handler(request: NextRequest, route: NextAuthRoute): Promise<Response> {
  const [action = ""] = (await route.params).nextauth;
  if (!ACTIONS.has(action)) {
    return unknownPath(request);
  }
  try {
    const sound = await checked(request);
    if (action === "signout" && request.method === "POST") {
      // Not in the library's event: it swallows what fails there and says that all is well.
      await endPresented(request);
    }
    let hasFailed = false;
    const options = nextAuthOptions(request, () => {
      hasFailed = true;
    });
    const answer: Response = await NextAuth(options)(sound, route);
    return hasFailed ? unavailable(answer) : answer;
  } catch (error) {
    return refused(request, error);
  }
}

/** The library answers that the password was wrong; its body, which the sign-in page reads, says better. */
function unavailable({ status, body, headers }: Response): Response {
  const again = new Headers(headers);
  again.set("retry-after", String(UNAVAILABLE_SECONDS));
  return new Response(body, { status: status === 401 ? 503 : status, headers: again });
}

/** The action is one of ours by now, so the trail may name it. */
async function refused(request: NextRequest, error: unknown): Promise<Response> {
  const requestId = newRequestId(request.headers.get("x-request-id"));
  const called = { operationId: "signIn", method: request.method, path: "/api/auth/*" };
  const identify = () =>
    createContext(ANONYMOUS, { ...originOf(request.headers), requestId, source: "web" });
  const answer = await auditDenial(called, problemAnswer(error, requestId), {
    requestId,
    identify,
  });
  return toResponse(answer, request, requestId);
}

/** The library reads a body of any size, and fails on one that is not what its type says. */
async function checked(request: NextRequest): Promise<NextRequest> {
  if (request.method !== "POST") {
    return request;
  }
  refuseCrossSite(request);
  const body = await readText(request);
  assertBodyFits(body, request.headers.get("content-type"));
  return new NextRequest(request.url, { method: "POST", headers: request.headers, body });
}

export { handler as GET, handler as POST };
