import { Panel } from "@/components/ui/panel";
import type { CaseDetail } from "@/lib/contracts/dashboard";
import { ProposalCard } from "./proposal-card";

interface ProposalListProps {
  detail: CaseDetail;
  queueLabels: Readonly<Record<string, string>>;
  /** id of the proposal whose button is the screen's primary one */
  primaryId: string | null;
}

export function ProposalList({ detail, queueLabels, primaryId }: ProposalListProps) {
  const waiting = detail.proposals.filter(({ status }) => status === "pending").length;
  return (
    <Panel
      title="Proposals"
      aside={waiting > 0 && <span className="text-waiting text-xs">{waiting} to decide</span>}
    >
      {detail.proposals.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">
          No proposals yet. Propose the suggested action; someone approves it, then it runs.
        </p>
      ) : (
        <ul aria-label="Proposals" className="divide-y divide-line">
          {detail.proposals.map((proposal) => (
            <li key={proposal.id}>
              <ProposalCard
                proposal={proposal}
                gates={detail.gates}
                stops={detail.kill_switches}
                queueLabels={queueLabels}
                isPrimary={proposal.id === primaryId}
              />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
