import { getTrustScope } from "@/lib/ame/promote-scope";
import type { AuditTask } from "@/lib/contracts/ame-trust";
import type { Page } from "@/lib/contracts/common";
import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { decodeMoment } from "@/lib/kernel/decode-moment";
import { toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { type AuditedExecution, findOpenAudits } from "./audit-repository";

/**
 * One page of what automation did by itself and a person has to check, the most urgent first.
 * @throws AppError not_found for an unknown scope
 */
export async function listAuditTasks(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined; scope_id?: number | undefined },
): Promise<Page<AuditTask>> {
  requirePermission(ctx, "trust:audit");
  const { limit, cursor, scope_id } = query;
  const place = scope_id === undefined ? null : await getTrustScope(ctx, scope_id);
  const after = cursor === undefined ? null : decodePlace(cursor);
  const rows = await findOpenAudits(ctx, {
    limit: limit + 1,
    after,
    place,
  });
  const page = toPage(rows, limit, (row) => [row.dueAt.toISOString(), String(row.executionId)]);
  return { ...page, items: page.items.map(toTask) };
}

function decodePlace(cursor: string): { at: Date; id: number } {
  const { at, id } = decodeMoment(cursor);
  if (!/^\d{1,15}$/.test(id)) {
    throw invalidField("query.cursor", "cursor_parsing", "The cursor is not one of this list.");
  }
  return { at, id: Number(id) };
}

function toTask(audit: AuditedExecution): AuditTask {
  return {
    execution_id: audit.executionId,
    proposal_id: audit.proposalId,
    case_id: audit.caseId,
    case_name: audit.caseName,
    site_id: audit.siteId,
    queue: audit.queue,
    action_type: audit.actionType,
    label: audit.label,
    done_by: audit.actorId,
    executed_at: audit.executedAt.toISOString(),
    reversible_until: audit.reversibleUntil?.toISOString() ?? null,
    due_at: audit.dueAt.toISOString(),
    audit_probability: audit.auditProbability,
  };
}
