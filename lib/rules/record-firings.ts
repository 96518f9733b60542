import type { TransactionContext } from "@/lib/kernel/context";
import type { FiringOutcome, Rule } from "./rule";
import { countFirings } from "./rule-repository";
import { dropRuleSet } from "./rule-set";

export interface Firing {
  rule: Pick<Rule, "id" | "version">;
  outcome: FiringOutcome;
}

/** Has the transaction tried again, with the rules as they are now. */
class RuleChangedError extends Error {
  /** Prisma's code for a lost race */
  readonly code = "P2034";

  constructor(id: number) {
    super(`Rule ${id} was changed while it ran`);
  }
}

/**
 * Counts what has fired, last in the transaction and in the order of ids, so that the rules' rows
 * are held for a moment only and never the wrong way round.
 * @throws RuleChangedError when a rule that fired is not what it was any more; nothing has happened then
 */
export async function recordFirings(
  tx: TransactionContext,
  firings: readonly Firing[],
): Promise<void> {
  const byRule = new Map<number, Firing & { times: number }>();
  for (const firing of firings) {
    const times = (byRule.get(firing.rule.id)?.times ?? 0) + 1;
    byRule.set(firing.rule.id, { ...firing, times });
  }
  for (const [id, { rule, ...fired }] of [...byRule].sort(([a], [b]) => a - b)) {
    if (!(await countFirings(tx, rule, fired))) {
      dropRuleSet(tx);
      throw new RuleChangedError(id);
    }
  }
}
