import type { StreamEventAnswer } from "@/lib/contracts/events";
import { matchesEventType } from "../event-type-pattern";

export interface EventFilter {
  /** patterns; all types when there are none */
  types?: readonly string[] | undefined;
  case_id?: number | undefined;
}

export function isWanted(event: StreamEventAnswer, filter: EventFilter): boolean {
  const isOfCase = filter.case_id === undefined || event.case_id === filter.case_id;
  return isOfCase && (filter.types === undefined || matchesEventType(event.type, filter.types));
}
