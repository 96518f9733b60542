import type { AuditEntryAnswer } from "@/lib/contracts/audit";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { findAuditEntries } from "./audit-repository";

/** What happened to one case, newest first, for those who may see the case. */
export function listCaseEntries(
  ctx: Context,
  caseId: number,
  limit: number,
): Promise<AuditEntryAnswer[]> {
  requirePermission(ctx, "cases:read");
  return findAuditEntries(ctx, { limit, order: "newest" }, { case_id: caseId });
}
