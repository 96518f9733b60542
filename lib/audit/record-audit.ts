import type { JsonObject } from "@/lib/contracts/common";
import { isRetryable } from "@/lib/db/database-error";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { getLogger } from "@/lib/platform/logger";
import { insertAuditEntry } from "./audit-repository";
import { contentHash, type EntryContent } from "./entry-content";
import { retentionClassOf } from "./retention-class";
import { storableJson } from "./storable";
import { withoutFreeText } from "./without-free-text";

export interface AuditRecord {
  /** subject and verb, e.g. `proposal.execute` */
  action: string;
  subject: { type: string; id: string | number };
  /** denied = it was asked for and refused; `done` unless told */
  outcome?: "done" | "denied";
  siteId?: string;
  caseId?: number;
  /** a word of a fixed list, beside the free text */
  reasonCode?: string;
  reason?: string;
  /** free text in it is stored as a fingerprint, patient data masked */
  before?: JsonObject;
  after?: JsonObject;
}

/** The site of acts that belong to the whole chain. */
const EVERY_SITE = "*";

/**
 * Writes who did what into the transaction of the act; when it cannot, the act fails.
 * @returns the id of the entry
 * @throws AppError unavailable when the trail cannot be written
 */
export async function recordAudit(tx: TransactionContext, record: AuditRecord): Promise<number> {
  const content = contentOf(tx, record);
  const id = await insertAuditEntry(tx, content, contentHash(content)).catch((error: unknown) =>
    refuseUnaudited(tx, error),
  );
  tx.audit.entries += 1;
  return id;
}

function contentOf(tx: TransactionContext, record: AuditRecord): EntryContent {
  return storableJson({
    tenant_id: tx.tenantId,
    site_id: record.siteId ?? EVERY_SITE,
    at: tx.now().toISOString(),
    actor_kind: tx.actor.kind,
    actor_id: tx.actor.id,
    actor_role: tx.actor.role,
    on_behalf_of: tx.onBehalfOf,
    action: record.action,
    outcome: record.outcome ?? "done",
    subject_type: record.subject.type,
    subject_id: String(record.subject.id),
    workflow_id: record.caseId ?? null,
    reason_code: record.reasonCode || null,
    reason: record.reason || null,
    before: withoutFreeText(record.action, record.before ?? {}),
    after: {
      ...withoutFreeText(record.action, record.after ?? {}),
      ...(tx.keyId !== undefined && { by_key: tx.keyId }),
    },
    request_id: tx.requestId,
    source: tx.source,
    ip: tx.ip,
    workstation: tx.workstation,
    retention_class: retentionClassOf(record.action),
  });
}

/** What may win on the next try is tried again; anything else must not pass unrecorded. */
function refuseUnaudited(tx: TransactionContext, error: unknown): never {
  if (isRetryable(error)) {
    throw error;
  }
  getLogger().error({ err: error, requestId: tx.requestId }, "the audit trail cannot be written");
  throw new AppError(
    "unavailable",
    "The audit trail cannot be written, so nothing was changed; try again in a few seconds, and tell whoever runs the database.",
  );
}
