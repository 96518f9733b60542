import { Check, Minus } from "lucide-react";
import { Panel } from "@/components/ui/panel";
import type { TrustDossier } from "@/lib/contracts/ame-trust";
import { stageLabel } from "@/lib/format/stage";

/** What the next stage asks for, and what there is of it. */
export function ConditionsPanel({ next }: { next: TrustDossier["next"] }) {
  if (!next) {
    return (
      <Panel title="Next stage">
        <p className="px-4 py-3 text-muted text-sm">
          There is no higher stage that the law allows.
        </p>
      </Panel>
    );
  }
  return (
    <Panel
      title={`For ${stageLabel(next.to).toLowerCase()}`}
      aside={<span className="text-muted text-xs">{next.ready ? "all met" : "not all met"}</span>}
    >
      <ul className="divide-y divide-line">
        {next.conditions.map(({ name, met, text }) => (
          <li key={name} className="flex items-center gap-2 px-4 py-2 text-sm">
            {met ? (
              <Check aria-hidden className="size-4 shrink-0 text-ok" />
            ) : (
              <Minus aria-hidden className="size-4 shrink-0 text-risk" />
            )}
            <span className="min-w-0">
              {capitalised(text)}
              <span className="sr-only">{met ? ", met" : ", missing"}</span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
