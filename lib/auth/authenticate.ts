import { AppError } from "@/lib/kernel/app-error";
import type { Actor } from "@/lib/kernel/context";
import { DEMO_ACTOR } from "@/lib/kernel/create-context";
import { getSettings } from "@/lib/platform/settings";
import { actorOfApiKey } from "./api-key";
import { refuseCrossSite } from "./refuse-cross-site";
import { refuseForeignHost } from "./refuse-foreign-host";
import { actorOfCookies } from "./session";

/**
 * Who sends this request: the built-in administrator in demo mode, else the holder of the
 * X-API-Key, else the signed-in person.
 * @throws AppError unauthenticated, or forbidden when another site's page sent it
 */
export async function authenticate(request: Request): Promise<Actor> {
  refuseForeignHost(request.headers);
  const key = request.headers.get("x-api-key");
  if (key === null) {
    refuseCrossSite(request);
  }
  if (getSettings().mode === "demo") {
    return DEMO_ACTOR;
  }
  const actor =
    key === null ? await actorOfCookies(request.headers.get("cookie") ?? "") : actorOfApiKey(key);
  if (!actor) {
    throw new AppError(
      "unauthenticated",
      "Authentication required. Send a valid key in the X-API-Key header, or sign in at /sign-in.",
    );
  }
  return actor;
}
