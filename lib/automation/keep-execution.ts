import { type AuditDraw, recordEvidence } from "@/lib/ame/record-evidence";
import type { TransactionContext } from "@/lib/kernel/context";
import { insertExecution, type NewExecution } from "./execution-repository";
import { forecastOf } from "./forecast-of";
import { keepDraw } from "./outcome-repository";
import type { Execution, Proposal } from "./proposal";
import type { WhoseAct } from "./whose-act";

/**
 * Keeps that an action has run, with its evidence. What automation did by itself is fixed now, so its
 * audit is drawn; what a person approved was judged by that.
 */
export async function keepExecution(
  tx: TransactionContext,
  proposal: Proposal,
  whose: WhoseAct,
  fresh: NewExecution,
): Promise<{ execution: Execution; audit: AuditDraw | null }> {
  const execution = await insertExecution(tx, fresh);
  const { id: executionId } = execution;
  const { draw } = await recordEvidence(tx, forecastOf(proposal), {
    ...{ kind: "executed", executionId, ...whose },
  });
  if (draw) {
    await keepDraw(tx, executionId, { ...draw, from: fresh.reversibleUntil ?? tx.now() });
  }
  return { execution, audit: draw };
}
