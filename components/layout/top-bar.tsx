"use client";

import Link from "next/link";
import { HelpSheet } from "./help-sheet";
import { LiveIndicator } from "./live-indicator";
import { SearchBox } from "./search-box";
import { type Session, useSession } from "./session";
import { SessionMenu } from "./session-menu";
import { ThemeMenu } from "./theme-menu";

const MODE_BADGES: Readonly<Record<Session["mode"], { word: string; meaning: string } | null>> = {
  demo: { word: "DEMO", meaning: "Demo data, with a built-in administrator" },
  development: { word: "DEV", meaning: "Development environment" },
  production: null,
};

export function TopBar() {
  const badge = MODE_BADGES[useSession().mode];
  return (
    <header className="sticky top-0 z-20 flex h-13 shrink-0 items-center gap-3 border-line border-b bg-surface px-4 print:hidden max-sm:gap-1 max-sm:px-3">
      <Link
        href="/dashboard"
        prefetch={false}
        className="flex shrink-0 items-center gap-2 font-semibold text-base tracking-tight max-sm:hidden lg:w-44"
      >
        Control Tower
      </Link>
      <SearchBox />
      <div className="ml-auto flex shrink-0 items-center gap-1 sm:gap-2">
        <LiveIndicator />
        {badge && (
          <span
            title={badge.meaning}
            className="rounded-sm border border-risk-line bg-risk-soft px-1.5 font-semibold text-2xs text-risk leading-5 tracking-wide max-sm:ml-1"
          >
            {badge.word}
          </span>
        )}
        <div className="flex items-center">
          <HelpSheet />
          <ThemeMenu />
          <SessionMenu />
        </div>
      </div>
    </header>
  );
}
