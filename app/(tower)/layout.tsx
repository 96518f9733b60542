import type { ReactNode } from "react";
import { StopBanner } from "@/components/governance/stop-banner";
import { IdleWatch } from "@/components/layout/idle-watch";
import { NavRail } from "@/components/layout/nav-rail";
import { PeopleNames } from "@/components/layout/people-names";
import { Providers } from "@/components/layout/providers";
import { TopBar } from "@/components/layout/top-bar";
import { pageContext } from "@/lib/auth/page-context";
import { readPeopleNames } from "@/lib/auth/people/read-people-names";
import { getSession } from "@/lib/auth/sessions/get-session";
import { actorName } from "@/lib/format/words";
import { listKillSwitches } from "@/lib/governance/kill-switch/list-kill-switches";
import { getSettings } from "@/lib/platform/settings";

export default async function TowerLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext({ isForFirstPassword: true });
  const switches = await listKillSwitches(ctx);
  const stoppers = switches.switches.flatMap((one) => (one.engaged ? one.engaged_by : []));
  const names = await readPeopleNames(ctx, stoppers);
  const { user, session: running } = await getSession(ctx);
  // Whoever must choose a password first has nowhere else to go.
  const isNew = user?.must_change_password ?? false;
  const { mode, fourEyes } = getSettings();
  const session = {
    actorId: ctx.actor.id,
    name: user?.name ?? actorName(ctx.actor.id),
    role: ctx.actor.role,
    mode,
    isFourEyes: fourEyes,
  };
  return (
    <Providers session={session} renderedAtMs={ctx.now().getTime()}>
      {running && (
        <IdleWatch
          idleMs={running.idle_minutes * 60_000}
          remainingMs={Date.parse(running.idle_expires_at) - ctx.now().getTime()}
          endsAt={running.idle_expires_at}
        />
      )}
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-on"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        {!isNew && <NavRail />}
        <div className="flex min-w-0 flex-1 flex-col">
          {!isNew && <TopBar />}
          {!isNew && (
            <PeopleNames names={names}>
              <StopBanner initial={switches} />
            </PeopleNames>
          )}
          <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
            {children}
          </main>
        </div>
      </div>
    </Providers>
  );
}
