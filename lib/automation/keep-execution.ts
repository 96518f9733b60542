import { type AuditDraw, recordEvidence } from "@/lib/ame/record-evidence";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Stage } from "@/lib/packs/pack";
import { insertExecution, type NewExecution } from "./execution-repository";
import { forecastOf } from "./forecast-of";
import { keepDraw } from "./outcome-repository";
import type { Execution, Proposal } from "./proposal";

/**
 * Keeps that an action has run, with its evidence. What automation did by itself is fixed now, so its
 * audit is drawn; what a person approved was judged by that.
 * @param ownCap how far automation may go there at most; null where somebody has decided
 */
export async function keepExecution(
  tx: TransactionContext,
  proposal: Proposal,
  ownCap: Stage | null,
  fresh: NewExecution,
): Promise<{ execution: Execution; audit: AuditDraw | null }> {
  const execution = await insertExecution(tx, fresh);
  const { id: executionId } = execution;
  const { isBreakGlass } = fresh;
  const { draw } = await recordEvidence(tx, forecastOf(proposal), {
    ...{ kind: "executed", executionId, ownCap, isBreakGlass },
  });
  if (draw) {
    await keepDraw(tx, executionId, { ...draw, from: fresh.reversibleUntil ?? tx.now() });
  }
  return { execution, audit: draw };
}
