import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { TimeAgo } from "@/components/ui/time";
import type { CaseDetail } from "@/lib/contracts/dashboard";
import { queueLabel } from "@/lib/format/case-facts";
import { InsuranceMark, ScheduleMark } from "./case-marks";
import { PromiseCountdown } from "./promise-countdown";

interface CaseHeaderProps {
  detail: CaseDetail;
  queueLabels: Readonly<Record<string, string>>;
  boardHref: string;
}

export function CaseHeader({ detail, queueLabels, boardHref }: CaseHeaderProps) {
  const { card } = detail;
  return (
    <div className="border-line border-b bg-surface px-4 pt-2 pb-3">
      <Link
        href={boardHref}
        prefetch={false}
        aria-keyshortcuts="B"
        className="-ml-1.5 inline-flex h-7 items-center gap-1 rounded-md px-1.5 text-muted text-sm hover:bg-hover hover:text-text pointer-coarse:h-11"
      >
        <ArrowLeft aria-hidden className="size-3.5" />
        Back to the tower
      </Link>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="wrap-anywhere flex min-w-0 flex-wrap items-baseline gap-x-3 font-semibold text-xl">
          <span className="line-clamp-2 min-w-0">{card.drug ?? card.name}</span>
          <span className="font-mono font-normal text-base text-muted">
            {card.rx_number ?? `#${card.id}`}
          </span>
        </h1>
        <div className="flex flex-wrap items-center gap-2">
          {card.schedule && <ScheduleMark schedule={card.schedule} />}
          <span className="text-subtle text-xs">Queue</span>
          <Badge tone="accent">
            <span data-testid="case-queue" data-queue={card.queue}>
              {queueLabel(card.queue, queueLabels)}
            </span>
          </Badge>
          <InsuranceMark insurance={card.insurance} />
        </div>
        <div className="flex items-center gap-3 text-xs sm:ml-auto">
          {card.promised_at && <PromiseCountdown promisedAt={card.promised_at} risk={card.risk} />}
          <span className="text-subtle">
            Received <TimeAgo at={card.created_at} />
          </span>
        </div>
      </div>
    </div>
  );
}
