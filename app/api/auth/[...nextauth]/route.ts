import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { recordRefusedCall } from "@/lib/audit/record-refused-call";
import { endPresented, nextAuthOptions } from "@/lib/auth/next-auth-options";
import { originOf } from "@/lib/auth/origin-of";
import { auditDenial } from "@/lib/http/audit-denial";
import { problemAnswer } from "@/lib/http/problem";
import { forgottenCallback, soundAuthRequest } from "@/lib/http/sound-auth-request";
import { toResponse } from "@/lib/http/to-response";
import { unknownMethod, unknownPath } from "@/lib/http/unknown-route";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS, createContext } from "@/lib/kernel/create-context";
import { newRequestId } from "@/lib/platform/request-id";

const UNAVAILABLE_SECONDS = 5;

type NextAuthRoute = { params: Promise<{ nextauth: string[] }> };

/**
 * What each address takes. The library's others log what a visitor sends, or renew a token that the
 * session's row does not need.
 */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  "callback/oidc": ["GET"],
  "callback/password": ["POST"],
  csrf: ["GET"],
  error: ["GET"],
  providers: ["GET"],
  signin: ["GET"],
  "signin/oidc": ["POST"],
  signout: ["GET", "POST"],
};
/** With what the library sends a browser away whose way back from the provider does not hold. */
const REFUSALS: ReadonlySet<string | null> = new Set(["OAuthCallback", "Callback"]);

async function handler(request: NextRequest, route: NextAuthRoute): Promise<Response> {
  const address = (await route.params).nextauth.join("/");
  const methods = Object.hasOwn(METHODS, address) ? METHODS[address] : undefined;
  if (!methods) {
    return unknownPath(request);
  }
  if (!methods.includes(request.method)) {
    return unknownMethod(request, methods);
  }
  try {
    return await answerOf(request, route, address);
  } catch (error) {
    return refused(request, error);
  }
}

async function answerOf(
  request: NextRequest,
  route: NextAuthRoute,
  address: string,
): Promise<Response> {
  const sound = await soundAuthRequest(request);
  if (address === "signout" && request.method === "POST") {
    // Not in the library's event: it swallows what fails there and says that all is well.
    await endPresented(request);
  }
  let hasFailed = false;
  const options = nextAuthOptions(request, () => {
    hasFailed = true;
  });
  const answer: Response = await NextAuth(options)(sound, route);
  if (address === "callback/oidc" && REFUSALS.has(errorOf(answer))) {
    await tellRefusal(request);
  }
  return hasFailed ? unavailable(answer) : answer;
}

/** The reason in the address that an answer leads to. */
function errorOf({ headers }: Response): string | null {
  return new URL(headers.get("location") ?? "/", "http://origin.invalid").searchParams.get("error");
}

/** Anybody can come back from nowhere, so the trail tells of it as of calls that are refused. */
async function tellRefusal(request: NextRequest): Promise<void> {
  const requestId = newRequestId(request.headers.get("x-request-id"));
  const { operationId, method, path } = calledBy(request);
  const code = "unauthenticated";
  await recordRefusedCall(await stranger(request, requestId), { operationId, method, path, code });
}

/** The library answers that the password was wrong; its body, which the sign-in page reads, says better. */
function unavailable({ status, body, headers }: Response): Response {
  const again = new Headers(headers);
  again.set("retry-after", String(UNAVAILABLE_SECONDS));
  return new Response(body, { status: status === 401 ? 503 : status, headers: again });
}

/** The address is one of ours by now, so the trail may name it. */
async function refused(request: NextRequest, error: unknown): Promise<Response> {
  const requestId = newRequestId(request.headers.get("x-request-id"));
  const answer = await auditDenial(calledBy(request), problemAnswer(error, requestId), {
    requestId,
    identify: () => stranger(request, requestId),
  });
  const headers = { ...answer.headers, ...forgottenCallback(request) };
  return toResponse({ ...answer, headers }, request, requestId);
}

function calledBy({ method }: NextRequest) {
  return { operationId: "signIn", method, path: "/api/auth/*" };
}

function stranger(request: NextRequest, requestId: string): Promise<Context> {
  return createContext(ANONYMOUS, { ...originOf(request.headers), requestId, source: "web" });
}

export { handler as GET, handler as POST };
