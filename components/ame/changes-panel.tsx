"use client";

import { useActorName } from "@/components/layout/people-names";
import { Panel } from "@/components/ui/panel";
import { TableTime } from "@/components/ui/time";
import type { ScopeChange } from "@/lib/contracts/ame-trust";
import { stageLabel } from "@/lib/format/stage";
import { scopeChangeWords } from "@/lib/format/trust";

/** What moved the scope, newest first. */
export function ChangesPanel({ changes }: { changes: readonly ScopeChange[] }) {
  return (
    <Panel title="How it came here">
      {changes.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">It has never moved.</p>
      ) : (
        <ol className="divide-y divide-line">
          {changes.map((change) => (
            <ChangeRow key={`${change.at} ${change.type} ${change.from}`} change={change} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function ChangeRow({ change }: { change: ScopeChange }) {
  const actorName = useActorName();
  const { at, type, from, to, reason, requested_by, approved_by } = change;
  const isEngine = approved_by === "ame" || approved_by === "";
  return (
    <li className="flex flex-col gap-0.5 px-4 py-2 text-sm">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{scopeChangeWords(type)}</span>
        {from && to && from !== to && (
          <span className="text-muted">
            {stageLabel(from)} → {stageLabel(to)}
          </span>
        )}
        <span className="ml-auto font-mono text-subtle text-xs">
          <TableTime at={at} />
        </span>
      </div>
      <p className="break-words text-muted">{reason}</p>
      <p className="text-subtle text-xs">
        {isEngine ? "By the evidence itself" : `By ${actorName(approved_by)}`}
        {requested_by && `, asked for by ${actorName(requested_by)}`}
      </p>
    </li>
  );
}
