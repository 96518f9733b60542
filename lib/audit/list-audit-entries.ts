import type { AuditEntryAnswer } from "@/lib/contracts/audit";
import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { findAuditEntries } from "./audit-repository";

/** One page of the audit trail, newest first; of one case when `case_id` is given. */
export async function listAuditEntries(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined; case_id?: number | undefined },
): Promise<Page<AuditEntryAnswer>> {
  requirePermission(ctx, "audit:read");
  const rows = await findAuditEntries(ctx, {
    limit: query.limit + 1,
    beforeId: decodeIdCursor(query.cursor),
    workflowId: query.case_id,
  });
  return toPage(rows, query.limit, (entry) => [entry.id]);
}
