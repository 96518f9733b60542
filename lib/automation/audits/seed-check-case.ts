import { recordAudit } from "@/lib/audit/record-audit";
import { insertReportedExecution } from "@/lib/automation/execution-repository";
import { outcomeDueAt } from "@/lib/automation/outcome-due-at";
import { keepCheckCase } from "@/lib/automation/outcome-repository";
import { reportableScope } from "@/lib/automation/reports/reportable-scope";
import type { SeedCheckCase } from "@/lib/contracts/check-cases";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";

/**
 * Puts an action that nobody has done and that is known to be wrong among those to check. It is no
 * evidence about automation; it shows whether whoever checks it sees what is wrong.
 */
export async function seedCheckCase(ctx: Context, input: SeedCheckCase) {
  requirePermission(ctx, "trust:manage");
  const scope = reportableScope(ctx, input.scope);
  return inTransaction(ctx, async (tx) => {
    const dueAt = outcomeDueAt(tx.now());
    const id = await insertReportedExecution(tx, {
      ...scope,
      // Without one it would be known by that it has none.
      reportedProposalId: input.proposal_id ?? tx.newId(),
      ...{ beforeState: {}, afterState: {}, reversibleUntil: null, outcomeDueAt: dueAt },
    });
    await keepCheckCase(tx, id);
    await recordAudit(tx, {
      action: "trust.seed_check_case",
      subject: { type: "execution", id },
      siteId: scope.siteId,
      after: { queue: scope.queue, action_type: scope.actionType },
    });
    return { ok: true as const, execution_id: id, due_at: dueAt.toISOString() };
  });
}
