import type { ActionAnswer } from "@/lib/contracts/proposal";
import { formatPercent } from "@/lib/format/words";

/** How sure the models are, as numbers with a bar each. */
export function Forecast({
  action,
}: {
  action: Pick<ActionAnswer, "confidence" | "safety_score">;
}) {
  return (
    <dl className="grid grid-cols-2 gap-4">
      <Measure label="Confidence" share={action.confidence} />
      <Measure label="Safety" share={action.safety_score} />
    </dl>
  );
}

function Measure({ label, share }: { label: string; share: number }) {
  return (
    <div className="grid grid-cols-[1fr_auto] gap-y-1 text-xs">
      <dt className="text-muted">{label}</dt>
      <dd className="font-medium tabular-nums">{formatPercent(share)}</dd>
      <dd aria-hidden className="col-span-2 h-1 overflow-hidden rounded-full bg-line">
        <svg aria-hidden="true" className="block h-full w-full">
          <rect width={`${share * 100}%`} height="100%" className="fill-muted" />
        </svg>
      </dd>
    </div>
  );
}
