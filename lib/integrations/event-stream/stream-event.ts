import type { RecordedEntry } from "@/lib/audit/read-entries-after";
import type { StreamEventAnswer } from "@/lib/contracts/events";
import { publicFields } from "./public-fields";

/** An event before it has a position. */
export interface NewStreamEvent {
  tenantId: string;
  auditEntryId: number;
  at: Date;
  facts: Omit<StreamEventAnswer, "id">;
}

/** Sending is told in the audit trail alone; else every event sent would make one more to send. */
const UNTOLD = new Set(["webhook.deliver"]);

export function isTold(entry: RecordedEntry): boolean {
  return !UNTOLD.has(entry.action);
}

/** The fact in an audit entry, without patient data. */
export function toStreamEvent(entry: RecordedEntry): NewStreamEvent {
  return {
    tenantId: entry.tenantId,
    auditEntryId: entry.id,
    at: entry.at,
    facts: {
      type: entry.action,
      time: entry.at.toISOString(),
      site_id: entry.siteId,
      subject: entry.subject,
      case_id: entry.caseId,
      actor: entry.actor,
      data: { before: publicFields(entry.before), after: publicFields(entry.after) },
    },
  };
}
