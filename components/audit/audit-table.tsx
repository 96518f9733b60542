"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { TableTime } from "@/components/ui/time";
import type { AuditEntryAnswer } from "@/lib/contracts/audit";
import { changesOf } from "@/lib/format/changes";
import { actorName, toWords } from "@/lib/format/words";

const HEADINGS = ["When", "Who", "What", "On", "Why"] as const;

export function AuditTable({ entries }: { entries: readonly AuditEntryAnswer[] }) {
  return (
    <div className="thin-scroll overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full min-w-[52rem] border-collapse text-sm">
        <caption className="sr-only">Audit entries, newest first</caption>
        <thead>
          <tr className="border-line border-b text-left text-subtle text-xs">
            <th scope="col" className="w-10 px-2 py-2 font-medium">
              <span className="sr-only">Details</span>
            </th>
            {HEADINGS.map((heading) => (
              <th key={heading} scope="col" className="px-3 py-2 font-medium">
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
  const detailsId = `entry-${entry.id}`;
  return (
    <tbody className="border-line border-b last:border-b-0">
      <tr className="h-9 hover:bg-hover pointer-coarse:h-11">
        <td className="px-2 align-middle">
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
        <td className="whitespace-nowrap px-3 font-mono text-muted text-xs">
          <TableTime at={entry.at} />
        </td>
        <td className="whitespace-nowrap px-3">
          {actorName(entry.actor.id)}
          <span className="ml-2 text-subtle text-xs">
            {toWords(entry.actor.role).toLowerCase()}
          </span>
        </td>
        <td className="whitespace-nowrap px-3 font-mono text-xs">{entry.action}</td>
        <td className="whitespace-nowrap px-3">
          <SubjectCell entry={entry} />
        </td>
        <td className="max-w-80 truncate px-3 text-muted" title={entry.reason ?? undefined}>
          {entry.reason ?? "—"}
        </td>
      </tr>
      <tr id={detailsId} hidden={!isOpen} className="border-line border-t bg-sunken">
        {isOpen && <Details entry={entry} />}
      </tr>
    </tbody>
  );
}

function SubjectCell({ entry }: { entry: AuditEntryAnswer }) {
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
  return (
    <span className="block max-w-64 truncate" title={entry.subject.id}>
      {toWords(entry.subject.type)} <span className="font-mono text-xs">{entry.subject.id}</span>
    </span>
  );
}

function Details({ entry }: { entry: AuditEntryAnswer }) {
  const changes = changesOf(entry.before, entry.after);
  return (
    <td colSpan={HEADINGS.length + 1} className="px-4 py-3">
      {entry.reason && <p className="mb-3 max-w-prose text-sm">{entry.reason}</p>}
      {changes.length === 0 ? (
        <p className="text-muted text-xs">
          Nothing was changed; the act itself is what is recorded.
        </p>
      ) : (
        <table className="w-full max-w-4xl table-fixed border-collapse text-xs">
          <thead>
            <tr className="text-left text-subtle">
              <th scope="col" className="w-44 py-1 pr-4 font-medium">
                Field
              </th>
              <th scope="col" className="py-1 pr-4 font-medium">
                Before
              </th>
              <th scope="col" className="py-1 font-medium">
                After
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line font-mono">
            {changes.map(({ field, before, after }) => (
              <tr key={field} className="align-top">
                <th scope="row" className="break-words py-1 pr-4 text-left font-normal text-muted">
                  {field}
                </th>
                <td className="whitespace-pre-wrap break-words py-1 pr-4 text-muted">{before}</td>
                <td className="whitespace-pre-wrap break-words py-1">{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="mt-3 text-subtle text-xs">
        Entry {entry.id} · {toWords(entry.subject.type).toLowerCase()}{" "}
        <span className="font-mono">{entry.subject.id}</span> · site {entry.site_id} · from{" "}
        {entry.source} · request <span className="font-mono">{entry.request_id}</span>
      </p>
    </td>
  );
}
