import { z } from "zod";
import { NOTHING_KNOWN, withoutForecast } from "@/lib/ame/evidence";
import { holdHistory } from "@/lib/ame/proposal-history";
import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import { defineJob } from "@/lib/jobs/job-definition";
import { sweep } from "@/lib/jobs/sweep";
import type { TransactionContext } from "@/lib/kernel/context";
import { forTenant } from "@/lib/kernel/for-tenant";
import {
  closeOutcome,
  findOverdueExecution,
  findOverdueExecutions,
  type OverdueExecution,
} from "./outcome-repository";

/** An outcome that is not known in time counts as a bad one: silence must not earn trust. */
export const missedOutcomesJob = defineJob({
  kind: "outcomes.missed",
  payload: z.object({}),
  retryDelaysSeconds: [],
  everySeconds: 300,
  run: async (job) => ({
    missed: await sweep(job, findOverdueExecutions, (tx, { tenantId, id }) =>
      markMissed(forTenant(tx, tenantId), id),
    ),
  }),
});

async function markMissed(tx: TransactionContext, executionId: number): Promise<boolean> {
  const execution = await findOverdueExecution(tx, executionId);
  if (!execution) {
    return false;
  }
  if (execution.isCheckCase) {
    return endCheckCase(tx, executionId, execution);
  }
  const { siteId, queue, actionType, roleContext, proposalId, caseId } = execution;
  // A report of the outcome at this moment holds the same: proposal first, then execution.
  const history = proposalId === null ? null : await holdHistory(tx, proposalId);
  if (!(await closeOutcome(tx, executionId))) {
    return false;
  }
  const unknown = withoutForecast({ siteId, queue, actionType, roleContext });
  const forecast = history?.proposed?.forecast ?? { ...unknown, proposalId };
  const action = history?.action ?? NOTHING_KNOWN;
  await recordEvidence(tx, forecast, { kind: "outcome_missed", executionId, action });
  await recordAudit(tx, {
    action: "outcome.missed",
    subject: { type: "execution", id: executionId },
    siteId,
    ...(caseId !== null && { caseId }),
    before: { outcome_due_at: execution.outcomeDueAt.toISOString() },
    after: { action_type: actionType, queue },
  });
  return true;
}

/** Nobody has looked at it, which says nothing of anybody. */
async function endCheckCase(
  tx: TransactionContext,
  executionId: number,
  { siteId, queue, actionType }: OverdueExecution,
): Promise<boolean> {
  if (!(await closeOutcome(tx, executionId))) {
    return false;
  }
  await recordAudit(tx, {
    action: "trust.end_check_case",
    subject: { type: "execution", id: executionId },
    siteId,
    after: { queue, action_type: actionType },
  });
  return true;
}
