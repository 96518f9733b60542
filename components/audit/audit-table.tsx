"use client";

import { Ban, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useActorName } from "@/components/layout/people-names";
import { Badge } from "@/components/ui/badge";
import { TableTime } from "@/components/ui/time";
import type { AuditEntryAnswer } from "@/lib/contracts/audit";
import { toWords } from "@/lib/format/words";
import { EntryDetails } from "./entry-details";

/** Said aloud, since some browsers forget them once the table is drawn as cards. */
const AS = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  cell: { role: "cell" },
} as const;

const HEADINGS = ["When", "Who", "What", "On", "Why"] as const;

export function AuditTable({ entries }: { entries: readonly AuditEntryAnswer[] }) {
  return (
    <div className="thin-scroll overflow-x-auto rounded-lg border border-line bg-surface">
      <table {...AS.table} className="w-full border-collapse text-sm max-md:block md:min-w-[52rem]">
        <caption className="sr-only">Audit entries, newest first</caption>
        <thead {...AS.rowgroup} className="max-md:sr-only">
          <tr {...AS.row} className="border-line border-b text-left text-subtle text-xs">
            <th {...AS.columnheader} scope="col" className="w-10 px-2 py-2 font-medium">
              <span className="sr-only">Details</span>
            </th>
            {HEADINGS.map((heading) => (
              <th {...AS.columnheader} key={heading} scope="col" className="px-3 py-2 font-medium">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        {entries.map((entry) => (
          <EntryRows key={entry.id} entry={entry} />
        ))}
      </table>
    </div>
  );
}

function EntryRows({ entry }: { entry: AuditEntryAnswer }) {
  const [isOpen, setIsOpen] = useState(false);
  const actorName = useActorName();
  const who = actorName(entry.actor.id);
  const detailsId = `entry-${entry.id}`;
  return (
    <tbody {...AS.rowgroup} className="border-line border-b last:border-b-0 max-md:block">
      <tr
        {...AS.row}
        className="h-9 hover:bg-hover max-md:grid max-md:h-auto max-md:grid-cols-[3rem_minmax(0,1fr)] max-md:py-2 md:pointer-coarse:h-11"
      >
        <td {...AS.cell} className="px-2 align-middle max-md:row-span-5 max-md:px-1">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={detailsId}
            aria-label={`Details of entry ${entry.id}`}
            onClick={() => setIsOpen(!isOpen)}
            className="grid size-6 place-items-center rounded-sm text-muted hover:text-text pointer-coarse:size-11"
          >
            <ChevronRight
              aria-hidden
              className={`size-3.5 transition-transform duration-100 ${isOpen ? "rotate-90" : ""}`}
            />
          </button>
        </td>
        <td {...AS.cell} className={`${CELL} font-mono text-muted text-xs`}>
          <TableTime at={entry.at} />
        </td>
        <td {...AS.cell} className={CELL} title={entry.actor.id}>
          <span className={NAME} title={`${who}, ${entry.actor.id}`}>
            {who}
          </span>
          <span className="ml-2 text-subtle text-xs">
            {toWords(entry.actor.role).toLowerCase()}
          </span>
        </td>
        <td {...AS.cell} className={`${CELL} font-mono text-xs`}>
          {entry.action}
          {entry.outcome === "denied" && (
            <Badge tone="breach" icon={Ban} className="ml-2 font-sans">
              denied
            </Badge>
          )}
        </td>
        <td {...AS.cell} className={CELL}>
          <SubjectCell entry={entry} />
        </td>
        <td
          {...AS.cell}
          className={`max-w-80 truncate px-3 text-muted max-md:max-w-none ${entry.reason === null ? "max-md:hidden" : ""}`}
          title={entry.reason ?? undefined}
        >
          {entry.reason ?? "—"}
        </td>
      </tr>
      <tr
        {...AS.row}
        id={detailsId}
        hidden={!isOpen}
        className={`border-line border-t bg-sunken ${isOpen ? "max-md:block" : ""}`}
      >
        {isOpen && (
          <td {...AS.cell} colSpan={HEADINGS.length + 1} className="px-4 py-3 max-md:block">
            <EntryDetails entry={entry} />
          </td>
        )}
      </tr>
    </tbody>
  );
}

const CELL = "whitespace-nowrap px-3 max-md:whitespace-normal max-md:break-words";
/** Cut where columns stand side by side, so that a long one pushes none out of sight. */
const NAME = "md:inline-block md:max-w-56 md:truncate md:align-bottom";

function SubjectCell({ entry }: { entry: AuditEntryAnswer }) {
  const actorName = useActorName();
  if (entry.case_id !== null) {
    return (
      <Link
        href={`/cases/${entry.case_id}`}
        prefetch={false}
        className="text-accent underline-offset-2 hover:underline"
      >
        Case {entry.case_id}
      </Link>
    );
  }
  if (entry.subject.type === "user") {
    const name = actorName(`user:${entry.subject.id}`);
    return (
      <span className={NAME} title={`${name}, ${entry.subject.id}`}>
        {name}
      </span>
    );
  }
  return (
    <span className="block max-md:break-words md:max-w-64 md:truncate" title={entry.subject.id}>
      {toWords(entry.subject.type)} <span className="font-mono text-xs">{entry.subject.id}</span>
    </span>
  );
}
