import type { AuditEntryAnswer, AuditFilters } from "@/lib/contracts/audit";
import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { findAuditEntries } from "./audit-repository";

interface ListQuery extends AuditFilters {
  limit: number;
  cursor?: string | undefined;
  order?: "newest" | "oldest";
}

/** One page of the audit trail, by id, newest first unless told. */
export async function listAuditEntries(
  ctx: Context,
  { limit, cursor, order = "newest", ...filters }: ListQuery,
): Promise<Page<AuditEntryAnswer>> {
  requirePermission(ctx, "audit:read");
  const page = { limit: limit + 1, order, beyondId: decodeIdCursor(cursor) };
  const rows = await findAuditEntries(ctx, page, filters);
  return toPage(rows, limit, (entry) => [entry.id]);
}
