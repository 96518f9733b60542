import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context, Principal } from "@/lib/kernel/context";
import { ANONYMOUS, createContext, DEMO_PRINCIPAL } from "@/lib/kernel/create-context";
import { newRequestId } from "@/lib/platform/request-id";
import { getSettings } from "@/lib/platform/settings";
import { limitRequests } from "./limit-requests";
import { originOf } from "./origin-of";
import { PAGE_PATH_HEADER } from "./page-path-header";
import { refuseForeignHost } from "./refuse-foreign-host";
import { recordRefusedPage } from "./refused-page";
import { principalOfCookies } from "./session";

/** The only page for whoever has a first password still. */
const PASSWORD_PAGE = "/settings/password";

/**
 * The context of a server component, the same for all of one request; sends whoever is not signed
 * in to the sign-in page, and whoever has a first password still to where they choose another.
 * @param options isForFirstPassword for what those may see who have a first password still
 * @throws AppError too_many_requests, forbidden for a foreign host in the demo
 */
export async function pageContext({ isForFirstPassword = false } = {}): Promise<Context> {
  const ctx = await contextOfRequest();
  if (!ctx) {
    // From the proxy; where there is none, all that depends on it is where to come back to.
    const path = (await headers()).get(PAGE_PATH_HEADER);
    redirect(path ? `/sign-in?callbackUrl=${encodeURIComponent(path)}` : "/sign-in");
  }
  if (ctx.session?.mustChangePassword && !isForFirstPassword) {
    redirect(PASSWORD_PAGE);
  }
  return ctx;
}

/** Layout and page ask for it each; the request is counted, and its refusal recorded, once. */
const contextOfRequest = cache(async (): Promise<Context | null> => {
  const list = await headers();
  await refusing(list, ANONYMOUS, async () => refuseForeignHost(list));
  const isDemo = getSettings().mode === "demo";
  const principal = isDemo ? DEMO_PRINCIPAL : await principalOfCookies(list.get("cookie") ?? "");
  if (!principal) {
    return null;
  }
  await refusing(list, principal, async () => {
    const { refusal } = await limitRequests(principal.actor);
    if (refusal) {
      throw refusal;
    }
  });
  return contextOf(list, principal);
});

/** Leaves an audit entry where `check` refuses. */
async function refusing(
  list: Headers,
  principal: Principal,
  check: () => Promise<void>,
): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (isAppError(error)) {
      await recordRefusedPage(await contextOf(list, principal), "*", error);
    }
    throw error;
  }
}

function contextOf(list: Headers, principal: Principal): Promise<Context> {
  return createContext(principal, {
    ...originOf(list),
    requestId: newRequestId(null),
    source: "web",
  });
}
