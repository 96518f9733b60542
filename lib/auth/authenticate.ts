import { AppError } from "@/lib/kernel/app-error";
import type { Principal } from "@/lib/kernel/context";
import { DEMO_PRINCIPAL } from "@/lib/kernel/create-context";
import { getSettings } from "@/lib/platform/settings";
import { principalOfAccessToken } from "./clients/principal-of-access-token";
import { limitFailures } from "./limit-failed-attempts";
import { originOf } from "./origin-of";
import { principalOfApiKey } from "./principal-of-api-key";
import { refuseCrossSite } from "./refuse-cross-site";
import { refuseForeignHost } from "./refuse-foreign-host";
import { principalOfCookies } from "./session";

/**
 * Who sends this request: the built-in administrator in demo mode, else the holder of the
 * X-API-Key, the partner system with the bearer token, or the signed-in person.
 * @throws AppError unauthenticated, forbidden when another site's page sent it, or too_many_requests
 */
export async function authenticate(request: Request): Promise<Principal> {
  refuseForeignHost(request.headers);
  const key = request.headers.get("x-api-key");
  const token = bearerTokenOf(request.headers);
  if (getSettings().mode === "demo") {
    if (key === null && token === null) {
      refuseCrossSite(request);
    }
    return DEMO_PRINCIPAL;
  }
  const principal = await principalBehind(request, { key, token });
  if (!principal) {
    throw new AppError(
      "unauthenticated",
      "Authentication required. Send a valid key in the X-API-Key header, or sign in at /sign-in.",
    );
  }
  return principal;
}

/** A key or a token is judged by itself: where it is wrong, no cookie helps. */
function principalBehind(
  request: Request,
  { key, token }: { key: string | null; token: string | null },
): Promise<Principal | null> {
  const { ip } = originOf(request.headers);
  if (key !== null) {
    return principalOfApiKey(key, ip);
  }
  return token === null ? signedInPerson(request) : principalBehindToken(token, ip);
}

/** An empty one is no attempt. */
async function principalBehindToken(token: string, ip: string | null): Promise<Principal | null> {
  return token === "" ? null : limitFailures(ip, () => principalOfAccessToken(token, new Date()));
}

async function signedInPerson(request: Request): Promise<Principal | null> {
  const principal = await principalOfCookies(request.headers.get("cookie") ?? "");
  if (principal) {
    refuseCrossSite(request);
  }
  return principal;
}

/** RFC 6750; null when the request does not speak of bearers at all. */
function bearerTokenOf(headers: Headers): string | null {
  const match = /^bearer(?:\s+(.*))?$/i.exec(headers.get("authorization") ?? "");
  return match && (match[1] ?? "");
}
