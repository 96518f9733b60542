import { clsx } from "clsx";
import { StageMark } from "@/components/governance/stage-mark";
import type { LapseDay } from "@/lib/contracts/time-lapse";
import { stageLabel } from "@/lib/format/stage";
import { formatHundredths } from "@/lib/format/trust";
import { toWords } from "@/lib/format/words";
import { STAGES } from "@/lib/packs/pack";

/** Where each kind of action stood in the evening, a column a day. */
export function LapseDays({ days }: { days: readonly LapseDay[] }) {
  const kinds = days[0]?.scopes.map(({ action_type }) => action_type) ?? [];
  return (
    <div className="thin-scroll relative overflow-x-auto">
      <table className="border-collapse text-sm">
        <caption className="sr-only">Stage of each kind of action, day by day</caption>
        <thead>
          <tr className="text-left text-2xs text-subtle">
            <th scope="col" className="pr-4 font-medium">
              Day
            </th>
            {days.map(({ day, is_drifting }) => (
              <th
                key={day}
                scope="col"
                title={is_drifting ? "The payer's rules have changed" : undefined}
                className={clsx(
                  "px-0.5 text-center font-medium tabular-nums",
                  is_drifting && "bg-risk-soft text-risk",
                )}
              >
                {day}
              </th>
            ))}
            <th scope="col" className="pl-4 font-medium">
              Now
            </th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <KindRow key={kind} kind={kind} days={days} />
          ))}
        </tbody>
      </table>
      <p className="sticky left-0 mt-2 flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
        {STAGES.map((stage) => (
          <span key={stage} className="flex items-center gap-1.5">
            <StageMark stage={stage} className="text-auto" />
            {stageLabel(stage)}
          </span>
        ))}
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-3 rounded-sm border border-risk-line bg-risk-soft" />
          the payer's new rules are not known yet
        </span>
      </p>
    </div>
  );
}

function KindRow({ kind, days }: { kind: string; days: readonly LapseDay[] }) {
  const cells = days.flatMap(({ day, is_drifting, scopes }) => {
    const scope = scopes.find(({ action_type }) => action_type === kind);
    return scope ? [{ day, is_drifting, ...scope }] : [];
  });
  const last = cells.at(-1);
  return (
    <tr>
      <th scope="row" className="whitespace-nowrap pr-4 text-left font-normal">
        {toWords(kind)}
      </th>
      {cells.map(({ day, is_drifting, stage, actions, alone, checked, harms }) => (
        <td
          key={day}
          title={`Day ${day}: ${stageLabel(stage)}; ${actions} actions, ${alone} by itself, ${checked} checked, ${harms} wrong`}
          className={clsx("px-0.5 py-1 text-center", is_drifting && "bg-risk-soft")}
        >
          <StageMark stage={stage} className="mx-auto text-auto" />
          <span className="sr-only">{stageLabel(stage)}</span>
        </td>
      ))}
      <td className="whitespace-nowrap pl-4 text-muted text-xs">
        {last && `${stageLabel(last.stage)}, trust ${formatHundredths(last.trust)}`}
      </td>
    </tr>
  );
}
