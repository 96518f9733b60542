"use client";

import { clsx } from "clsx";
import { Ban, Hand, Layers, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { type BoardFilters, boardFilterSuffix } from "@/lib/client/board-filters";
import type { Board } from "@/lib/contracts/dashboard";

interface Chip {
  show: BoardFilters["show"];
  icon: LucideIcon;
  count: number;
  words: string;
  tone: string;
}

function chipsOf(board: Board): Chip[] {
  const { breached, at_risk, rejected, awaiting_decision } = board.exceptions;
  return [
    {
      show: "breached",
      icon: OctagonAlert,
      count: breached,
      words: "breached",
      tone: "text-breach",
    },
    { show: "at_risk", icon: TriangleAlert, count: at_risk, words: "at risk", tone: "text-risk" },
    { show: "rejected", icon: Ban, count: rejected, words: "rejected", tone: "text-breach" },
    {
      show: "awaiting_decision",
      icon: Hand,
      count: awaiting_decision,
      words: awaiting_decision === 1 ? "awaits a decision" : "await a decision",
      tone: "text-waiting",
    },
    { show: "all", icon: Layers, count: board.open_cases, words: "open", tone: "text-text" },
  ];
}

interface ExceptionStripProps {
  board: Board;
  filters: BoardFilters;
}

/** What needs a person first; each count is a filter. */
export function ExceptionStrip({ board, filters }: ExceptionStripProps) {
  return (
    <ul
      aria-label="Exceptions"
      className="-mx-1 flex min-w-0 items-center gap-1 px-1 max-md:overflow-x-auto max-md:[scrollbar-width:none] md:flex-wrap"
    >
      {chipsOf(board).map(({ show, icon: Icon, count, words, tone }) => {
        const isActive = filters.show === show;
        const href = `/dashboard${boardFilterSuffix({ ...filters, show })}`;
        return (
          <li key={show} className="shrink-0">
            <Link
              href={href}
              prefetch={false}
              aria-current={isActive ? "true" : undefined}
              onNavigate={(event) => {
                event.preventDefault();
                window.history.pushState(null, "", href);
              }}
              className={clsx(
                "inline-flex h-8 items-center gap-1.5 whitespace-nowrap rounded-md border px-2.5 text-sm transition-colors duration-100 pointer-coarse:h-11",
                isActive
                  ? "border-accent-line bg-accent-soft"
                  : "border-transparent hover:border-line hover:bg-hover",
                count === 0 && !isActive ? "text-subtle" : "text-text",
              )}
            >
              <Icon
                aria-hidden
                className={clsx("size-3.5 shrink-0", count === 0 ? "text-subtle" : tone)}
              />
              <span>
                <span className={clsx("font-semibold tabular-nums", count > 0 && tone)}>
                  {count}{" "}
                </span>
                {words}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
