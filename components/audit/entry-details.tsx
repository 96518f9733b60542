import { clsx } from "clsx";
import Link from "next/link";
import { useActorName } from "@/components/layout/people-names";
import { buttonClass } from "@/components/ui/button";
import type { AuditEntryAnswer } from "@/lib/contracts/audit";
import { changesOf } from "@/lib/format/changes";
import { toWords } from "@/lib/format/words";

/** What an entry changed, where it came from and what else belongs to it. */
export function EntryDetails({ entry }: { entry: AuditEntryAnswer }) {
  const changes = changesOf(entry.before, entry.after);
  return (
    <>
      {entry.reason && <p className="mb-3 max-w-prose text-sm">{entry.reason}</p>}
      {changes.length === 0 ? (
        <p className="text-muted text-xs">
          Nothing was changed; the act itself is what is recorded.
        </p>
      ) : (
        <table className="w-full max-w-4xl table-fixed border-collapse text-xs">
          <thead>
            <tr className="text-left text-subtle">
              <th scope="col" className="w-44 py-1 pr-4 max-sm:w-28 font-medium">
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
      <Origin entry={entry} />
      <Related entry={entry} />
    </>
  );
}

/** Where it came from, and how it is sealed. */
function Origin({ entry }: { entry: AuditEntryAnswer }) {
  const facts: [string, string | null][] = [
    ["entry", String(entry.id)],
    ["who", entry.actor.id],
    [toWords(entry.subject.type).toLowerCase(), entry.subject.id],
    ["site", entry.site_id],
    ["from", entry.source],
    ["address", entry.ip],
    ["workstation", entry.workstation],
    ["on behalf of", entry.on_behalf_of],
    ["reason code", entry.reason_code],
    ["request", entry.request_id],
    ["kept as", entry.retention_class],
    ["position", entry.seal ? String(entry.seal.position) : "not sealed yet"],
    ["content hash", entry.content_hash],
    ["chain hash", entry.seal?.chain_hash ?? null],
  ];
  return (
    <dl className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name} className="flex max-w-full gap-1">
              <dt className="shrink-0 text-muted">{name}</dt>
              <dd className="break-all font-mono">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** The filters that somebody who looks into the matter wants next. */
function Related({ entry }: { entry: AuditEntryAnswer }) {
  const actorName = useActorName();
  const links = [
    { name: "actor", value: entry.actor.id, word: `All by ${actorName(entry.actor.id)}` },
    { name: "request_id", value: entry.request_id, word: "All of this request" },
  ];
  return (
    <p className="mt-3 flex flex-wrap gap-2">
      {links.map(
        ({ name, value, word }) =>
          value !== "" && (
            <Link
              key={name}
              href={`/audit?${new URLSearchParams({ [name]: value })}`}
              prefetch={false}
              className={clsx(buttonClass({ size: "sm" }), "max-w-full")}
            >
              <span className="truncate">{word}</span>
            </Link>
          ),
      )}
    </p>
  );
}
