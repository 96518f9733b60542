import { Panel } from "@/components/ui/panel";
import type { TrustDossier } from "@/lib/contracts/ame-trust";
import { countedWords, excludedWords } from "@/lib/format/trust";

/** How much counts as what, and what does not count, with why. */
export function EvidencePanel({ evidence }: { evidence: TrustDossier["evidence"] }) {
  return (
    <Panel title="Evidence">
      <Tally heading="Counted" none="Nothing yet." counts={evidence.counted} words={countedWords} />
      <Tally
        heading="Kept, but not counted"
        none="Nothing."
        counts={evidence.excluded}
        words={excludedWords}
      />
    </Panel>
  );
}

interface TallyProps {
  heading: string;
  none: string;
  counts: Readonly<Record<string, number>>;
  words: (key: string) => string;
}

function Tally({ heading, none, counts, words }: TallyProps) {
  const rows = Object.entries(counts).sort(([, some], [, others]) => others - some);
  return (
    <section className="border-line px-4 py-3 not-last:border-b">
      <h3 className="mb-1 font-medium text-sm">{heading}</h3>
      {rows.length === 0 ? (
        <p className="text-muted text-sm">{none}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {rows.map(([key, count]) => (
            <li key={key} className="flex justify-between gap-4 text-sm">
              <span className="min-w-0 text-muted">{words(key)}</span>
              <span className="tabular-nums">{count.toLocaleString("en-US")}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
