import type { ReactNode } from "react";
import { NavRail } from "@/components/layout/nav-rail";
import { Providers } from "@/components/layout/providers";
import { TopBar } from "@/components/layout/top-bar";
import { pageContext } from "@/lib/auth/page-context";
import { getSettings } from "@/lib/platform/settings";

export default async function TowerLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  const session = { actorId: ctx.actor.id, role: ctx.actor.role, mode: getSettings().mode };
  return (
    <Providers session={session} renderedAtMs={ctx.now().getTime()}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-on"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <NavRail />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar />
          <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
            {children}
          </main>
        </div>
      </div>
    </Providers>
  );
}
