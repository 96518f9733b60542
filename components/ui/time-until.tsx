"use client";

import { formatDuration } from "@/lib/format/duration";
import { useExactTime, useNow } from "./time";

/** "in 12 min", with the exact time on hover; "now" once it is past */
export function TimeUntil({ at, className }: { at: string; className?: string }) {
  const leftMs = Date.parse(at) - useNow();
  return (
    <time dateTime={at} title={useExactTime(at)} className={className}>
      {leftMs > 0 ? `in ${formatDuration(leftMs)}` : "now"}
    </time>
  );
}
