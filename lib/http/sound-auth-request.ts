import { NextRequest } from "next/server";
import { isCallbackAddress } from "@/lib/auth/callback-address";
import { refuseCrossSite } from "@/lib/auth/refuse-cross-site";
import { callbackCookieName, noCallbackCookie } from "@/lib/auth/session-cookies";
import { AppError } from "@/lib/kernel/app-error";
import { assertBodyFits, readText } from "./read-body";

const OTHER = "Callback";
/** What may stand in an address of ours as the reason of a refusal: the library's words, and ours. */
const ERRORS: ReadonlySet<string> = new Set([
  ...["OAuthSignin", "OAuthCallback", "AccessDenied", "Configuration", "CredentialsSignin", OTHER],
  ...["wrong_password", "wrong_code", "code_needed", "disabled", "too_many_requests"],
  ...["unavailable"],
]);

/**
 * The request as the library may have it: it reads a body of any size, fails on one that is not
 * what its type says and on addresses that are none, and repeats in its own what a visitor sent.
 * @throws AppError invalid, forbidden for another site's, too_large
 */
export async function soundAuthRequest(request: NextRequest): Promise<NextRequest> {
  const { method, headers } = request;
  const url = new URL(request.url);
  for (const given of url.searchParams.getAll("callbackUrl")) {
    assertCallbackAddress(given, "query.callbackUrl");
  }
  assertCallbackAddress(request.cookies.get(callbackCookieName())?.value, "cookie.callbackUrl");
  if (method !== "POST") {
    return new NextRequest(withKnownError(url), { method, headers });
  }
  refuseCrossSite(request);
  const body = await readText(request);
  const type = headers.get("content-type");
  assertBodyFits(body, type);
  assertCallbackAddress(callbackOf(body, type), "body.callbackUrl");
  return new NextRequest(url, { method, headers, body });
}

/** Takes a cookie away that every further request would be refused for. */
export function forgottenCallback({ cookies }: NextRequest): Record<string, string> {
  return isFine(cookies.get(callbackCookieName())?.value)
    ? {}
    : { "set-cookie": noCallbackCookie() };
}

/** Where the provider comes back to, the library reads another's error; nothing is made of it. */
function withKnownError(url: URL): URL {
  const error = url.searchParams.get("error");
  if (error !== null && !url.pathname.includes("/callback/")) {
    url.searchParams.set("error", ERRORS.has(error) ? error : OTHER);
  }
  return url;
}

/** Read as the library will. */
function callbackOf(body: string, type: string | null): unknown {
  if (body === "" || type === null) {
    return undefined;
  }
  if (type.includes("application/json")) {
    const given: unknown = JSON.parse(body);
    return typeof given === "object" && given !== null && "callbackUrl" in given
      ? given.callbackUrl
      : undefined;
  }
  return Object.fromEntries(new URLSearchParams(body))["callbackUrl"];
}

function assertCallbackAddress(value: unknown, path: string): void {
  if (!isFine(value)) {
    throw new AppError(
      "invalid",
      `${path} is no path of this server; send one such as /dashboard, or none.`,
      [{ path, code: "value_error", message: "expected a path" }],
    );
  }
}

/** The library takes null and an empty text for none. */
function isFine(value: unknown): boolean {
  return value === undefined || value === null || value === "" || isCallbackAddress(value);
}
