import { countReview } from "@/lib/ame/reviewers/count-review";
import { listActorsOn } from "@/lib/audit/list-actors-on";
import { recordAudit } from "@/lib/audit/record-audit";
import { isSameBehind } from "@/lib/auth/people/who-stands-behind";
import { settleOutcome } from "@/lib/automation/outcome-repository";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import type { AuditedExecution } from "./audit-repository";

/** What is known to be wrong says something of whoever checks it, and nothing of automation. */
export async function settleCheckCase(
  tx: TransactionContext,
  { executionId, siteId, queue, actionType }: AuditedExecution,
  isCalledGood: boolean,
): Promise<void> {
  await refuseSeeder(tx, executionId);
  if (!(await settleOutcome(tx, executionId))) {
    throw new AppError("conflict", `Execution ${executionId} has been checked already.`);
  }
  await countReview(tx, !isCalledGood);
  await recordAudit(tx, {
    action: "trust.check_case",
    subject: { type: "execution", id: executionId },
    siteId,
    after: { queue, action_type: actionType, caught: !isCalledGood },
  });
}

/** @throws AppError forbidden for whoever knows what it is */
async function refuseSeeder(tx: TransactionContext, executionId: number): Promise<void> {
  const subject = { type: "execution", id: String(executionId) };
  const seeders = await listActorsOn(tx, subject, ["trust.seed_check_case"]);
  for (const seeder of seeders) {
    if (await isSameBehind(tx, seeder, tx.actor.id)) {
      throw new AppError(
        "forbidden",
        "You, or a key of yours, put this check case there; leave it to somebody who does not know it.",
      );
    }
  }
}
