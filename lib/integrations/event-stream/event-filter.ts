import type { StreamEventAnswer } from "@/lib/contracts/events";
import type { Context } from "@/lib/kernel/context";
import { coversSite } from "@/lib/kernel/sites";
import { matchesEventType } from "../event-type-pattern";

export interface EventFilter {
  /** patterns; all types when there are none */
  types?: readonly string[] | undefined;
  case_id?: number | undefined;
}

/** Whether a reader may hear of an event and has asked for it; acts of the whole chain are of no site. */
export function isWanted(
  reader: Pick<Context, "sites">,
  event: StreamEventAnswer,
  filter: EventFilter,
): boolean {
  if (!coversSite(reader, event.site_id)) {
    return false;
  }
  const isOfCase = filter.case_id === undefined || event.case_id === filter.case_id;
  return isOfCase && (filter.types === undefined || matchesEventType(event.type, filter.types));
}
