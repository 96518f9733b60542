"use client";

import { useQuery } from "@tanstack/react-query";
import { useActorName } from "@/components/layout/people-names";
import { ProblemNotice } from "@/components/layout/problem-notice";
import { Dialog } from "@/components/ui/dialog";
import { TableTime } from "@/components/ui/time";
import { toProblem } from "@/lib/client/api-problem";
import { callApi } from "@/lib/client/call";
import { queryKeys } from "@/lib/client/query-keys";
import { type GateChangeAnswer, gateHistoryContract } from "@/lib/contracts/gates";
import type { GateAnswer } from "@/lib/contracts/governance";
import { toWords } from "@/lib/format/words";
import { gateWord } from "./gate-look";

const SHOWN = 50;

interface GateHistoryDialogProps {
  gate: GateAnswer;
  isOpen: boolean;
  onOpenChange: () => void;
}

export function GateHistoryDialog({ gate, isOpen, onOpenChange }: GateHistoryDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="What became of the gate"
      description={gate.label}
    >
      <History gateKey={gate.key} />
    </Dialog>
  );
}

function History({ gateKey }: { gateKey: string }) {
  const { data, error, isPending } = useQuery({
    queryKey: queryKeys.gateHistory(gateKey),
    queryFn: ({ signal }) =>
      callApi(gateHistoryContract, { params: { key: gateKey }, query: { limit: SHOWN }, signal }),
  });
  if (error) {
    return (
      <div className="p-4">
        <ProblemNotice problem={toProblem(error)} />
      </div>
    );
  }
  if (isPending) {
    return <div role="status" aria-label="Loading the history" className="skeleton m-4 h-16" />;
  }
  return data.length === 0 ? (
    <p className="p-4 text-muted text-sm">Nobody has touched this gate yet.</p>
  ) : (
    <ol aria-label="Changes, newest first" className="divide-y divide-line">
      {data.map((change) => (
        <HistoryRow key={change.id} change={change} />
      ))}
    </ol>
  );
}

function HistoryRow({ change }: { change: GateChangeAnswer }) {
  const actorName = useActorName();
  return (
    <li className="flex flex-col gap-0.5 px-4 py-2 text-sm">
      <span className="flex justify-between gap-3">
        <span>
          {gateWord(change.from)} → <span className="font-medium">{gateWord(change.to)}</span>
        </span>
        <span className="shrink-0 text-subtle text-xs">
          <TableTime at={change.at} />
        </span>
      </span>
      <span className="text-muted text-xs">
        {actorName(change.actor, change.actor_name)}
        {change.approved_by &&
          `, approved by ${actorName(change.approved_by, change.approved_by_name)}`}
        {change.reason_code && ` · ${toWords(change.reason_code)}`}
        {change.note && `: ${change.note}`}
      </span>
    </li>
  );
}
