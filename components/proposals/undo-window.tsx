"use client";

import { Hourglass, Lock } from "lucide-react";
import { useExactTime, useNow } from "@/components/ui/time";
import { formatClock } from "@/lib/format/duration";

/** How long something can still be undone, to the second. */
export function UndoWindow({ until }: { until: string }) {
  const remainingMs = Date.parse(until) - useNow();
  const exact = useExactTime(until);
  if (remainingMs <= 0) {
    return (
      <p className="flex items-center gap-1.5 text-muted text-sm">
        <Lock aria-hidden className="size-3.5" />
        <span>
          The undo window closed at <time dateTime={until}>{exact}</time>.
        </span>
      </p>
    );
  }
  return (
    <p className="flex items-center gap-1.5 text-sm">
      <Hourglass aria-hidden className="size-3.5 text-risk" />
      <span role="timer">
        Can be undone for{" "}
        <time dateTime={until} title={`Until ${exact}`} className="font-semibold">
          {formatClock(remainingMs)}
        </time>
      </span>
    </p>
  );
}
