"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { currentSecondMs, subscribeToSeconds } from "@/lib/client/clock";
import { formatAgo } from "@/lib/format/duration";
import { formatExact, formatTableTime } from "@/lib/format/exact-time";

const RenderedAt = createContext(0);

/** Tells every clock below when the server drew the page, so that the first paint agrees. */
export function RenderedAtProvider({ atMs, children }: { atMs: number; children: ReactNode }) {
  return <RenderedAt value={atMs}>{children}</RenderedAt>;
}

/** Now in ms, once a second; while hydrating, the moment the server drew the page. */
export function useNow(): number {
  const renderedAtMs = useContext(RenderedAt);
  return useSyncExternalStore(subscribeToSeconds, currentSecondMs, () => renderedAtMs);
}

const neverChanges = () => () => undefined;

/** "UTC" while hydrating, since the server cannot know the reader's zone; then the reader's own. */
export function useTimeZone(): string | undefined {
  return useSyncExternalStore(
    neverChanges,
    () => undefined,
    () => "UTC",
  );
}

/** The exact time, in the reader's zone. */
export function useExactTime(at: string): string {
  return formatExact(at, useTimeZone());
}

/** "8 min ago", with the exact time on hover */
export function TimeAgo({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={useExactTime(at)} className={className}>
      {formatAgo(at, now)}
    </time>
  );
}

/** "2026-11-22 14:05:09", with the zone on hover */
export function TableTime({ at }: { at: string }) {
  const timeZone = useTimeZone();
  return (
    <time dateTime={at} title={useExactTime(at)}>
      {formatTableTime(at, timeZone)}
    </time>
  );
}
