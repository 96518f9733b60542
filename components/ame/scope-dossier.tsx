import Link from "next/link";
import { StageMark } from "@/components/governance/stage-mark";
import { Badge } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import type { TrustDossier } from "@/lib/contracts/ame-trust";
import { stageLabel } from "@/lib/format/stage";
import { formatHundredths, riskWords } from "@/lib/format/trust";
import { toWords } from "@/lib/format/words";
import { STAGES } from "@/lib/packs/pack";
import { ChangesPanel } from "./changes-panel";
import { ConditionsPanel } from "./conditions-panel";
import { EvidencePanel } from "./evidence-panel";
import { ProofPanel } from "./proof-panel";
import { ScopeActions } from "./scope-actions";

/** All that speaks for and against a scope, on one page that can be printed. */
export function ScopeDossier({ dossier }: { dossier: TrustDossier }) {
  const { scope, stage, trust, sentences, pending_request } = dossier;
  const isCapped = STAGES.indexOf(stage) > STAGES.indexOf(dossier.cap);
  return (
    <>
      <header className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <Link href="/ame/dashboard" prefetch={false} className="text-accent text-sm print:hidden">
            Trust
          </Link>
          <h1 className="break-words font-semibold text-xl">{toWords(scope.action_type)}</h1>
          <p className="break-words text-muted text-sm">
            {toWords(scope.queue)} · {scope.site_id}
            {scope.role_context && ` · ${scope.role_context}`}
          </p>
          <p className="mt-2 flex flex-wrap items-center gap-2 text-sm">
            <span className="flex items-center gap-1.5 font-medium">
              <StageMark stage={stage} className="text-auto" />
              {stageLabel(stage)}
            </span>
            <span className="text-muted">trust {formatHundredths(trust)}</span>
            <Badge>{riskWords(dossier.risk_class)}</Badge>
            <Badge title={dossier.cap_sources.join("; ")}>
              law: {isCapped ? "runs as" : "at most"} {stageLabel(dossier.cap).toLowerCase()}
            </Badge>
          </p>
        </div>
        <ScopeActions dossier={dossier} />
      </header>
      {pending_request && (
        <div className="mb-4">
          <Notice role="status">
            {toWords(String(pending_request.payload["to"]))} was asked for; another person approves
            it under{" "}
            <Link href="/governance" prefetch={false} className="text-accent underline">
              Governance
            </Link>
            .
          </Notice>
        </div>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(22rem,28rem)] lg:grid-rows-[auto_1fr]">
        <Panel title="In short">
          <dl className="flex flex-col gap-3 px-4 py-3">
            <Sentence label="Why it is here" text={sentences.why} />
            <Sentence label="What is missing" text={sentences.next} />
            <Sentence label="What would bring it down" text={sentences.down} />
          </dl>
        </Panel>
        <div className="flex min-w-0 flex-col gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <ConditionsPanel next={dossier.next} />
          <EvidencePanel evidence={dossier.evidence} />
          <ChangesPanel changes={dossier.changes} />
        </div>
        <ProofPanel dossier={dossier} />
      </div>
    </>
  );
}

function Sentence({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <dt className="text-subtle text-xs">{label}</dt>
      <dd className="break-words text-sm">{text}</dd>
    </div>
  );
}
