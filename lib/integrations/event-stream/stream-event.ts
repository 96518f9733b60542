import type { RecordedEntry } from "@/lib/audit/recorded-entries";
import type { StreamEventAnswer } from "@/lib/contracts/events";
import { publicFields } from "./public-fields";

/** An event before it has a position. */
export interface NewStreamEvent {
  tenantId: string;
  auditEntryId: number;
  at: Date;
  facts: Omit<StreamEventAnswer, "id">;
}

/**
 * Told in the audit trail alone: sending, or every event sent would make one more to send, and
 * what was denied, or strangers could send to everybody who listens.
 */
export function isTold({ action, outcome }: RecordedEntry): boolean {
  return action !== "webhook.deliver" && outcome !== "denied";
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
