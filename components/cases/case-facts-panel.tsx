import { OctagonPause } from "lucide-react";
import { Panel } from "@/components/ui/panel";
import { useExactTime } from "@/components/ui/time";
import type { CaseDetail } from "@/lib/contracts/dashboard";
import { caseFacts } from "@/lib/format/case-facts";
import { RevealPatientData } from "./reveal-patient-data";

export function CaseFactsPanel({ detail }: { detail: CaseDetail }) {
  const { card } = detail;
  const { attributes, description } = detail.case.raw;
  return (
    <Panel title="Facts" className="min-w-0 lg:[grid-area:facts]">
      {card.blocker && (
        <p className="flex items-start gap-2 border-risk-line border-b bg-risk-soft px-4 py-2 font-medium text-risk text-sm">
          <OctagonPause aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">{card.blocker}</span>
        </p>
      )}
      {description && <p className="px-4 pt-3 text-muted text-sm">{description}</p>}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 px-4 py-3 sm:grid-cols-3 2xl:grid-cols-4">
        {caseFacts(card, attributes).map(({ label, value }) => (
          <div key={label} className="min-w-0">
            <dt className="text-subtle text-xs">{label}</dt>
            <dd className="break-words text-sm">{value}</dd>
          </div>
        ))}
        {card.promised_at && <Promised at={card.promised_at} />}
      </dl>
      <RevealPatientData caseId={card.id} />
    </Panel>
  );
}

function Promised({ at }: { at: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-subtle text-xs">Promised</dt>
      <dd className="text-sm">
        <time dateTime={at}>{useExactTime(at)}</time>
      </dd>
    </div>
  );
}
