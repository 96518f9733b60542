import type { TransactionContext } from "@/lib/kernel/context";
import type { Case } from "@/lib/workflows/case";
import { type AppliedEffects, applyEffects } from "./apply-effects";
import type { Executable } from "./plan";

/** Carries a plan out by the authority that it takes. What undoes a plan is no plan. */
export function applyPlan(
  tx: TransactionContext,
  locked: Case,
  { plan }: Executable,
  by: { event: string; sendAt: Date },
): Promise<AppliedEffects> {
  return applyEffects(tx, locked, plan.effects, by);
}
