import Link from "next/link";
import { Panel } from "@/components/ui/panel";
import type { TrustDossier } from "@/lib/contracts/ame-trust";
import { formatFigure } from "@/lib/format/trust";
import { formatPercent } from "@/lib/format/words";
import { FigureList } from "./figure-list";

/** The certificate, the ledger and the alarm, and what is proved of them. */
export function ProofPanel({ dossier }: { dossier: TrustDossier }) {
  const { certificate, ledger, alarm, audits, config, proved, simulated } = dossier;
  return (
    <Panel title="Proof">
      <Part title="Certificate: that its harm rate is below what is tolerated">
        <FigureList
          figures={[
            { label: "E-value", value: formatFigure(certificate.e_value) },
            { label: "Needed", value: formatFigure(certificate.e_value_needed) },
            {
              label: "Clean decisions still needed",
              value: formatFigure(certificate.clean_decisions_left),
            },
            { label: "Judged in this attempt", value: formatFigure(certificate.judged) },
            { label: "Of them bad", value: formatFigure(certificate.judged_bad) },
            { label: "Attempt", value: formatFigure(certificate.attempt) },
          ]}
        />
      </Part>
      <Part title="Ledger: harm that checks may not have seen">
        <FigureList
          figures={[
            { label: "Harm budget used", value: formatPercent(ledger.budget_used) },
            { label: "Harm budget", value: formatFigure(ledger.budget) },
            { label: "Actions checked now", value: formatPercent(ledger.next_audit_probability) },
            { label: "Hidden harms, estimate", value: formatFigure(ledger.hidden_harms) },
            { label: "Hidden harms, bound", value: formatFigure(ledger.hidden_harms_bound) },
            { label: "Decided by", value: ledger.strict ? "the bound" : "the estimate" },
            { label: "Unaudited actions", value: formatFigure(ledger.unaudited) },
            { label: "Harms caught", value: formatFigure(ledger.caught) },
            { label: "Audits waiting", value: <Waiting {...audits} /> },
          ]}
        />
      </Part>
      <Part title="Alarm and tolerance">
        <FigureList
          figures={[
            {
              label: "Alarm",
              value: `${formatFigure(alarm.level)} of ${formatFigure(alarm.limit)}`,
            },
            { label: "Full check of the next", value: `${alarm.scrutiny_left} actions` },
            { label: "Tolerated harm rate", value: `${config.alpha * 100} %` },
            { label: "Error probability", value: `${config.delta * 100} %` },
            {
              label: "Assumed reviewer sensitivity",
              value: formatPercent(config.reviewer_sensitivity),
            },
          ]}
        />
      </Part>
      <div className="flex flex-col gap-2 px-4 py-3 text-muted text-xs">
        {proved.map((text) => (
          <p key={text}>
            <span className="font-medium text-text">Proved.</span> {text}
          </p>
        ))}
        {simulated.map((text) => (
          <p key={text}>
            <span className="font-medium text-text">Simulated.</span> {text}
          </p>
        ))}
      </div>
    </Panel>
  );
}

function Waiting({ pending, limit }: TrustDossier["audits"]) {
  const text = `${pending} of ${limit}`;
  return pending === 0 ? (
    text
  ) : (
    <Link href="/ame/audits" prefetch={false} className="text-accent">
      {text}
    </Link>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="border-line border-b">
      <h3 className="px-4 pt-3 font-medium text-sm">{title}</h3>
      {children}
    </section>
  );
}
