import { clsx } from "clsx";
import { ArrowRight, Ban, Hand, OctagonPause } from "lucide-react";
import Link from "next/link";
import { ScheduleMark } from "@/components/cases/case-marks";
import { DrugName } from "@/components/cases/drug-name";
import { PromiseCountdown } from "@/components/cases/promise-countdown";
import { TimeAgo } from "@/components/ui/time";
import type { CaseCard as Card } from "@/lib/contracts/dashboard";
import { actorName, countOf } from "@/lib/format/words";

const EDGES: Readonly<Record<Card["risk"], string>> = {
  none: "border-l-line-strong",
  on_time: "border-l-line-strong",
  at_risk: "border-l-risk",
  breached: "border-l-breach",
};

interface CaseCardProps {
  card: Card;
  /** the board's filters, so that the way back keeps them */
  filterSuffix: string;
}

export function CaseCard({ card, filterSuffix }: CaseCardProps) {
  const name = card.drug ?? card.name;
  return (
    <Link
      href={`/cases/${card.id}${filterSuffix}`}
      prefetch={false}
      data-card={card.id}
      className={clsx(
        "flex scroll-my-2 flex-col gap-1 rounded-md border border-line border-l-3 bg-surface px-2.5 py-2 transition-colors duration-100 hover:border-line-strong hover:bg-hover focus-visible:outline-offset-1",
        EDGES[card.risk],
      )}
    >
      <div className="flex items-center justify-between gap-2">
        <span className="truncate font-mono text-muted text-xs">
          {card.rx_number ?? `#${card.id}`}
        </span>
        {card.promised_at ? (
          <PromiseCountdown promisedAt={card.promised_at} risk={card.risk} />
        ) : (
          <TimeAgo at={card.created_at} className="whitespace-nowrap text-subtle text-xs" />
        )}
      </div>
      <div className="flex items-start justify-between gap-2">
        <span title={name} className="line-clamp-3 min-w-0 font-medium text-sm">
          <DrugName name={name} />
        </span>
        {card.schedule && <ScheduleMark schedule={card.schedule} />}
      </div>
      <NextStep card={card} />
      <Whereabouts card={card} />
      {card.open_proposals > 0 && (
        <span className="mt-0.5 inline-flex items-center gap-1 font-medium text-waiting text-xs">
          <Hand aria-hidden className="size-3.5" />
          {countOf(card.open_proposals, "proposal")} {card.open_proposals === 1 ? "waits" : "wait"}
        </span>
      )}
    </Link>
  );
}

function NextStep({ card }: { card: Card }) {
  const isRejected = card.insurance === "rejected";
  if (card.blocker) {
    const Icon = isRejected ? Ban : OctagonPause;
    return (
      <span className={clsx("flex gap-1.5 text-xs", isRejected ? "text-breach" : "text-text")}>
        <Icon aria-hidden className="mt-0.5 size-3 shrink-0" />
        <span className="line-clamp-2 min-w-0">
          <span className="sr-only">Blocked: </span>
          {card.blocker}
        </span>
      </span>
    );
  }
  if (!card.next_action) {
    return null;
  }
  return (
    <span className="flex gap-1.5 text-muted text-xs">
      <ArrowRight aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span className="line-clamp-2 min-w-0">
        <span className="sr-only">Next: </span>
        {card.next_action}
      </span>
    </span>
  );
}

function Whereabouts({ card }: { card: Card }) {
  const place = [card.store, card.owner && actorName(card.owner)].filter(Boolean).join(" · ");
  return (
    <span className="text-subtle text-xs">
      {card.patient && <span className="block truncate">{card.patient}</span>}
      {place && (
        <span title={place} className="block truncate">
          {place}
        </span>
      )}
    </span>
  );
}
