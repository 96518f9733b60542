import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Context } from "@/lib/kernel/context";
import { createContext, DEMO_PRINCIPAL } from "@/lib/kernel/create-context";
import { newRequestId } from "@/lib/platform/request-id";
import { getSettings } from "@/lib/platform/settings";
import { limitRequests } from "./limit-requests";
import { originOf } from "./origin-of";
import { PAGE_PATH_HEADER } from "./page-path-header";
import { refuseForeignHost } from "./refuse-foreign-host";
import { principalOfCookies } from "./session";

/** The only page for whoever has a first password still. */
const PASSWORD_PAGE = "/settings/password";

/**
 * The context of a server component; sends whoever is not signed in to the sign-in page.
 * @throws AppError too_many_requests
 */
export async function pageContext(): Promise<Context> {
  const list = await headers();
  refuseForeignHost(list);
  const isDemo = getSettings().mode === "demo";
  const principal = isDemo ? DEMO_PRINCIPAL : await principalOfCookies(list.get("cookie") ?? "");
  const path = list.get(PAGE_PATH_HEADER);
  if (!principal) {
    redirect(path ? `/sign-in?callbackUrl=${encodeURIComponent(path)}` : "/sign-in");
  }
  const { refusal } = await limitRequests(principal.actor);
  if (refusal) {
    throw refusal;
  }
  if (principal.session?.mustChangePassword && path?.split("?", 1)[0] !== PASSWORD_PAGE) {
    redirect(PASSWORD_PAGE);
  }
  return createContext(principal, {
    ...originOf(list),
    requestId: newRequestId(null),
    source: "web",
  });
}
