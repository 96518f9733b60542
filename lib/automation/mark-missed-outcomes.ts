import { z } from "zod";
import { recordMissedOutcome } from "@/lib/ame/record-missed-outcome";
import { recordAudit } from "@/lib/audit/record-audit";
import { defineJob } from "@/lib/jobs/job-definition";
import { sweep } from "@/lib/jobs/sweep";
import type { TransactionContext } from "@/lib/kernel/context";
import { closeOutcome, findOverdueExecutions } from "./execution-repository";

/** An outcome that is not known in time counts as a bad one: silence must not earn trust. */
export const missedOutcomesJob = defineJob({
  kind: "outcomes.missed",
  payload: z.object({}),
  retryDelaysSeconds: [],
  everySeconds: 300,
  run: async (job) => ({ missed: await sweep(job, findOverdueExecutions, markMissed) }),
});

async function markMissed(tx: TransactionContext, executionId: number): Promise<boolean> {
  const execution = await closeOutcome(tx, executionId);
  if (!execution) {
    return false;
  }
  const { siteId, queue, actionType, roleContext, proposalId, caseId } = execution;
  await recordMissedOutcome(tx, {
    scope: { siteId, queue, actionType, roleContext },
    executionId,
    proposalId,
  });
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
