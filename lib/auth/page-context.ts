import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Context } from "@/lib/kernel/context";
import { createContext, DEMO_ACTOR } from "@/lib/kernel/create-context";
import { newRequestId } from "@/lib/platform/request-id";
import { getSettings } from "@/lib/platform/settings";
import { PAGE_PATH_HEADER } from "./page-path-header";
import { refuseForeignHost } from "./refuse-foreign-host";
import { actorOfCookies } from "./session";

/** The context of a server component; sends whoever is not signed in to the sign-in page. */
export async function pageContext(): Promise<Context> {
  const list = await headers();
  refuseForeignHost(list);
  const isDemo = getSettings().mode === "demo";
  const actor = isDemo ? DEMO_ACTOR : await actorOfCookies(list.get("cookie") ?? "");
  if (!actor) {
    const path = list.get(PAGE_PATH_HEADER);
    redirect(path ? `/sign-in?callbackUrl=${encodeURIComponent(path)}` : "/sign-in");
  }
  return createContext(actor, { requestId: newRequestId(null), source: "web" });
}
