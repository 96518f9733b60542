import type { JsonObject } from "@/lib/contracts/common";
import type { EntryContent } from "./entry-content";

/** An entry with everything that is hashed. */
export interface FullEntry {
  id: number;
  content: EntryContent;
  /** null on entries from before there were hashes */
  storedHash: string | null;
}

interface Row {
  id: bigint | number;
  tenantId: string;
  siteId: string;
  at: Date;
  actorKind: string;
  actorId: string;
  actorRole: string;
  onBehalfOf: string | null;
  action: string;
  outcome: string;
  subjectType: string;
  subjectId: string;
  workflowId: bigint | null;
  reasonCode: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  requestId: string;
  source: string;
  ip: string | null;
  workstation: string | null;
  retentionClass: string;
  contentHash: string | null;
}

export function toFullEntry(row: Row): FullEntry {
  return {
    id: Number(row.id),
    storedHash: row.contentHash,
    content: {
      tenant_id: row.tenantId,
      site_id: row.siteId,
      at: row.at.toISOString(),
      actor_kind: row.actorKind,
      actor_id: row.actorId,
      actor_role: row.actorRole,
      on_behalf_of: row.onBehalfOf,
      action: row.action,
      outcome: row.outcome,
      subject_type: row.subjectType,
      subject_id: row.subjectId,
      workflow_id: row.workflowId === null ? null : Number(row.workflowId),
      reason_code: row.reasonCode,
      reason: row.reason,
      before: row.before as JsonObject,
      after: row.after as JsonObject,
      request_id: row.requestId,
      source: row.source,
      ip: row.ip,
      workstation: row.workstation,
      retention_class: row.retentionClass,
    },
  };
}
