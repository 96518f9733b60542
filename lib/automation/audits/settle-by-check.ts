import { whyNoJudge } from "@/lib/ame/why-no-judge";
import { keepOutcome } from "@/lib/automation/reports/keep-outcome";
import { isAppError } from "@/lib/kernel/app-error";
import { isMachine } from "@/lib/kernel/authority";
import type { TransactionContext } from "@/lib/kernel/context";
import { hasPermission } from "@/lib/kernel/permissions";
import { findOpenAuditsOfCase } from "./audit-repository";
import { aboutAudit } from "./settle-audit";

/**
 * A pharmacist's judgement on a case is the outcome of the steps that automation took before it: what
 * was drawn for an audit is settled by it. Anybody else's settles nothing, nor does good news of one
 * who has been missing too many check cases.
 */
export async function settleByCheck(
  tx: TransactionContext,
  caseId: number,
  isGood: boolean,
): Promise<void> {
  if (isMachine(tx) || tx.keyId !== undefined || !hasPermission(tx, "clinical:decide")) {
    return;
  }
  if (isGood && (await whyNoJudge(tx, [])) !== null) {
    return;
  }
  const seen = { isSuccess: isGood, hasError: !isGood, timeSavedSec: null };
  for (const audit of await findOpenAuditsOfCase(tx, caseId)) {
    await keepOutcome(tx, aboutAudit(audit), seen, { action: "trust.check" }).catch(unlessSettled);
  }
}

/** Somebody else may have settled it since it was found. */
function unlessSettled(error: unknown): void {
  if (!isAppError(error) || error.code !== "conflict") {
    throw error;
  }
}
