import { TableTime } from "@/components/ui/time";
import type { AmeEventAnswer } from "@/lib/contracts/ame-scope";
import { evidenceWords } from "@/lib/format/evidence";
import { actorName, toWords } from "@/lib/format/words";
import { TableFrame } from "./table-frame";

const HEADINGS = ["When", "What", "Scope", "Proposal", "By", "Why"];

/** The newest evidence; what counts for nothing says so. */
export function EvidenceTable({ events }: { events: readonly AmeEventAnswer[] }) {
  return (
    <TableFrame caption="Evidence, newest first" headings={HEADINGS}>
      {events.map((event) => (
        <tr key={event.id} className="h-9 hover:bg-hover">
          <td className="whitespace-nowrap px-3 font-mono text-muted text-xs">
            <TableTime at={event.ts} />
          </td>
          <td className="whitespace-nowrap px-3">
            {evidenceWords(event)}
            {!event.counts && <span className="ml-2 text-subtle text-xs">does not count</span>}
          </td>
          <td className="max-w-72 truncate px-3 text-muted">
            {toWords(event.action_type)} · {toWords(event.queue)} · {event.site_id}
          </td>
          <td
            className="max-w-40 truncate px-3 font-mono text-muted text-xs"
            title={event.proposal_id ?? undefined}
          >
            {event.proposal_id ?? "—"}
          </td>
          <td className="whitespace-nowrap px-3">
            {event.decision_by === null ? "—" : actorName(event.decision_by)}
          </td>
          <td
            className="max-w-80 truncate px-3 text-muted"
            title={event.decision_reason ?? undefined}
          >
            {event.decision_reason ?? "—"}
          </td>
        </tr>
      ))}
    </TableFrame>
  );
}
