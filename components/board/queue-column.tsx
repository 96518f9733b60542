import { clsx } from "clsx";
import { OctagonAlert, TriangleAlert, UserRoundCheck } from "lucide-react";
import { StageMark } from "@/components/governance/stage-mark";
import { Badge } from "@/components/ui/badge";
import type { Board } from "@/lib/contracts/dashboard";
import { capLabel, capMeaning, capStage, isPharmacistOnly } from "@/lib/format/cap";
import { CaseCard } from "./case-card";

type Queue = Board["queues"][number];

interface QueueColumnProps {
  queue: Queue;
  filterSuffix: string;
}

export function QueueColumn({ queue, filterSuffix }: QueueColumnProps) {
  const isEmpty = queue.cases.length === 0;
  const hidden = queue.count - queue.cases.length;
  return (
    <section
      aria-label={queue.label}
      className={clsx(
        "flex min-h-0 flex-col border-line max-md:border-b md:border-r md:last:border-r-0",
        isEmpty ? "md:w-38 md:shrink-0" : "md:min-w-56 md:flex-1",
      )}
    >
      <QueueHeader queue={queue} />
      <ol
        data-queue={queue.key}
        className={clsx(
          "thin-scroll relative flex min-h-0 flex-1 flex-col gap-1.5 p-2 md:overflow-y-auto",
          isEmpty && "max-md:hidden",
        )}
      >
        {queue.cases.map((card) => (
          <li key={card.id}>
            <CaseCard card={card} filterSuffix={filterSuffix} />
          </li>
        ))}
        {isEmpty && <li className="px-1 py-2 text-subtle text-xs">Nothing waits here.</li>}
        {!isEmpty && hidden > 0 && (
          <li className="px-1 py-2 text-subtle text-xs">
            The {queue.cases.length} most urgent of {queue.count}. Search to narrow them down.
          </li>
        )}
      </ol>
    </section>
  );
}

function QueueHeader({ queue }: { queue: Queue }) {
  const isRph = isPharmacistOnly(queue.worker);
  return (
    <header className="relative flex flex-col gap-1 border-line border-b bg-surface px-3 py-2 max-md:flex-row max-md:flex-wrap max-md:items-center max-md:gap-x-3 md:h-21">
      <div className="flex items-center justify-between gap-2 max-md:w-full">
        <h2 className="truncate font-semibold text-sm">{queue.label}</h2>
        <span className="flex shrink-0 items-center gap-2 text-sm tabular-nums">
          {queue.breached > 0 && (
            <span className="inline-flex items-center gap-0.5 font-medium text-breach text-xs">
              <OctagonAlert aria-hidden className="size-3.5" />
              {queue.breached}
              <span className="sr-only"> breached</span>
            </span>
          )}
          {queue.at_risk > 0 && (
            <span className="inline-flex items-center gap-0.5 font-medium text-risk text-xs">
              <TriangleAlert aria-hidden className="size-3.5" />
              {queue.at_risk}
              <span className="sr-only"> at risk</span>
            </span>
          )}
          <span className={clsx("font-semibold", queue.count === 0 && "text-subtle")}>
            {queue.count}
            <span className="sr-only"> {queue.count === 1 ? "case" : "cases"}</span>
          </span>
        </span>
      </div>
      <p title={queue.worker} className="min-w-0 truncate text-muted text-xs">
        {queue.worker}
      </p>
      <Badge
        title={capMeaning(queue.cap, queue.worker)}
        className="self-start max-md:ml-auto"
        {...(isRph && { icon: UserRoundCheck })}
      >
        {!isRph && <StageMark stage={capStage(queue.cap)} className="size-3" />}
        {capLabel(queue.cap, queue.worker)}
      </Badge>
    </header>
  );
}
