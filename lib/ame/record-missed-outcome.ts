import type { TransactionContext } from "@/lib/kernel/context";
import { countMissedOutcome, findForecast, insertMissedOutcome } from "./missed-outcome-repository";
import type { ScopeKey } from "./scope";

/**
 * Records that nobody has told how an execution turned out: bad news for its scope, once. It carries
 * the forecast that the execution's proposal was made with, where there was one.
 */
export async function recordMissedOutcome(
  tx: TransactionContext,
  missed: { scope: ScopeKey; executionId: number; proposalId: string | null },
): Promise<void> {
  const scopeId = await countMissedOutcome(tx, missed.scope);
  const forecast = missed.proposalId === null ? null : await findForecast(tx, missed.proposalId);
  await insertMissedOutcome(tx, { ...missed, scopeId, forecast });
}
