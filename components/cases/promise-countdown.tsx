"use client";

import { clsx } from "clsx";
import { AlarmClock, Clock, OctagonAlert, TriangleAlert } from "lucide-react";
import { useExactTime, useNow } from "@/components/ui/time";
import type { CaseCard } from "@/lib/contracts/dashboard";
import { formatPromise } from "@/lib/format/promise";

const LOOKS = {
  none: { icon: Clock, tone: "text-muted", meaning: "" },
  on_time: { icon: Clock, tone: "text-muted", meaning: "on time" },
  due: { icon: AlarmClock, tone: "text-risk", meaning: "at risk" },
  at_risk: { icon: TriangleAlert, tone: "text-risk", meaning: "at risk" },
  breached: { icon: OctagonAlert, tone: "text-breach", meaning: "promise broken" },
} as const;

interface PromiseCountdownProps {
  promisedAt: string;
  risk: CaseCard["risk"];
  className?: string;
}

/** The promise to the patient, to the minute: it informs, it does not hurry. */
export function PromiseCountdown({ promisedAt, risk, className }: PromiseCountdownProps) {
  const now = useNow();
  const exact = useExactTime(promisedAt);
  const look = LOOKS[lookOf(risk, Date.parse(promisedAt) - now)];
  const Icon = look.icon;
  return (
    <time
      dateTime={promisedAt}
      title={`Promised for ${exact}`}
      className={clsx(
        "inline-flex items-center gap-1 whitespace-nowrap font-medium text-xs",
        look.tone,
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2} />
      {formatPromise(promisedAt, now)}
      {look.meaning && <span className="sr-only">, {look.meaning}</span>}
    </time>
  );
}

/** The server's word, unless the promise has passed since it spoke. */
function lookOf(risk: CaseCard["risk"], remainingMs: number): keyof typeof LOOKS {
  if (risk === "none" || risk === "breached") {
    return risk;
  }
  if (remainingMs <= -60_000) {
    return "breached";
  }
  return remainingMs < 60_000 ? "due" : risk;
}
