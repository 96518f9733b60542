import { Panel } from "@/components/ui/panel";
import type { AmeAnswer } from "@/lib/contracts/proposal";
import { stageLabel } from "@/lib/format/stage";
import { formatPercent } from "@/lib/format/words";
import { StageMark } from "./stage-mark";

/** How far automation has earned its way here, and why not further. */
export function StagePanel({ ame }: { ame: AmeAnswer }) {
  return (
    <Panel
      title="Autonomy"
      aside={
        <span className="flex items-center gap-1.5 font-medium text-xs">
          <StageMark stage={ame.stage} className="text-auto" />
          {stageLabel(ame.stage)}
        </span>
      }
    >
      <p className="px-4 py-3 text-muted text-sm">
        {ame.meta.reason}{" "}
        <span className="whitespace-nowrap">
          Trust <span className="font-medium text-text">{formatPercent(ame.trust)}</span>.
        </span>
      </p>
    </Panel>
  );
}
