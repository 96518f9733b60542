"use client";

import { useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useSyncExternalStore } from "react";
import { useNow, useTimeZone } from "@/components/ui/time";
import { formatTimeOfDay } from "@/lib/format/exact-time";

/** Three missed refreshes. */
const STALE_AFTER_MS = 16_000;

/** Whether what is on the screen is fresh, and when it was last read from the server. */
export function LiveIndicator() {
  const cache = useQueryClient().getQueryCache();
  const refreshedAtMs = useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () =>
      cache
        .findAll({ type: "active" })
        .reduce((latest, query) => Math.max(latest, query.state.dataUpdatedAt), 0),
    () => 0,
  );
  const isFailing = useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () => cache.findAll({ type: "active" }).some((query) => query.state.status === "error"),
    () => false,
  );
  const isStale = useNow() - refreshedAtMs > STALE_AFTER_MS || isFailing;
  const timeZone = useTimeZone();
  if (refreshedAtMs === 0) {
    return null;
  }
  const time = formatTimeOfDay(refreshedAtMs, timeZone);
  return (
    <span
      title={isStale ? `Not refreshed since ${time}` : `Refreshed at ${time}`}
      className={clsx(
        "inline-flex items-center gap-1.5 whitespace-nowrap text-xs",
        isStale ? "text-risk" : "text-muted",
      )}
    >
      <span
        aria-hidden
        className={clsx(
          "size-2 rounded-full border-2",
          isStale ? "border-risk" : "border-ok bg-ok",
        )}
      />
      <span className="max-sm:sr-only">{isStale ? "Stale since" : "Live"}</span>
      <span className="font-mono text-2xs max-lg:sr-only">{time}</span>
    </span>
  );
}
