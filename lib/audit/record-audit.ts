import type { JsonObject } from "@/lib/contracts/common";
import type { TransactionContext } from "@/lib/kernel/context";
import { insertAuditEntry } from "./audit-repository";

export interface AuditRecord {
  /** subject and verb, e.g. `proposal.execute` */
  action: string;
  subject: { type: string; id: string | number };
  siteId?: string;
  caseId?: number;
  reason?: string;
  before?: JsonObject;
  after?: JsonObject;
}

/** The site of acts that belong to the whole chain. */
const EVERY_SITE = "*";

/**
 * Writes who did what into the transaction of the act; when it cannot, the act fails.
 * @returns the id of the entry
 */
export async function recordAudit(tx: TransactionContext, record: AuditRecord): Promise<number> {
  const id = await insertAuditEntry(tx, {
    action: record.action,
    subjectType: record.subject.type,
    subjectId: String(record.subject.id),
    siteId: record.siteId ?? EVERY_SITE,
    workflowId: record.caseId ?? null,
    reason: record.reason || null,
    before: record.before ?? {},
    after: record.after ?? {},
  });
  tx.audit.entries += 1;
  return id;
}
