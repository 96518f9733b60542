import { NOTHING_KNOWN, withoutForecast } from "@/lib/ame/evidence";
import type { ProposalHistory } from "@/lib/ame/proposal-history";
import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import type { ReportedExecution } from "@/lib/automation/proposal";
import type { Rollback } from "@/lib/contracts/automation";
import type { TransactionContext } from "@/lib/kernel/context";

/**
 * Notes that a reported execution, already claimed, is taken back: bad news for its scope. There
 * is nothing of ours to restore.
 */
export async function rollbackReported(
  tx: TransactionContext,
  execution: ReportedExecution,
  history: ProposalHistory | null,
  { reason_code, reason }: Rollback,
): Promise<void> {
  const { id, proposalId, siteId, queue, actionType, roleContext } = execution;
  const forecast =
    history?.proposed?.forecast ?? withoutForecast({ siteId, queue, actionType, roleContext });
  const action = history?.action ?? NOTHING_KNOWN;
  await recordEvidence(tx, forecast, { kind: "rolled_back", reason, executionId: id, action });
  await recordAudit(tx, {
    action: "ame.rollback",
    subject: { type: "execution", id },
    siteId,
    ...(reason_code && { reasonCode: reason_code }),
    reason,
    after: { proposal_id: proposalId, queue, action_type: actionType },
  });
}
