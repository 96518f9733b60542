import type { Exclusion } from "@/lib/ame/evidence";
import { getEarned } from "@/lib/ame/get-standing";
import { isOwnJudgement } from "@/lib/ame/proposal-history";
import { mayActByItself } from "@/lib/governance/decide-mode";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { effectiveStage } from "@/lib/packs/effective-stage";
import type { Stage } from "@/lib/packs/pack";
import type { Subject } from "./action";
import { capOfAct } from "./cap-of-act";
import { scopeOf } from "./forecast-of";
import type { Plan } from "./plan";
import type { Proposal } from "./proposal";

/** Who answers for an action that runs. */
export interface WhoseAct {
  /** how far automation may go there at most, where it acts by itself; null where somebody has decided */
  ownCap: Stage | null;
  /** why it proves nothing that it has run */
  excluded: Exclusion | null;
}

const SOMEBODYS: WhoseAct = { ownCap: null, excluded: null };

/**
 * What a machine proposed and approved itself nobody has decided: where automation may act by itself
 * it is such an act, checked like any; below, where the gate alone lets it pass, it proves nothing.
 * @throws AppError conflict while too many audits wait
 */
export async function whoseAct(
  tx: TransactionContext,
  proposal: Proposal,
  { pack, case: one }: Subject,
  plan: Plan,
): Promise<WhoseAct> {
  if (!(await isOwnJudgement(tx, proposal.id))) {
    return SOMEBODYS;
  }
  const { siteId, queue, actionType } = proposal;
  const earned = await getEarned(tx, scopeOf(siteId, queue, actionType));
  const { cap } = capOfAct(pack, one, plan.act);
  if (!mayActByItself(effectiveStage(earned.stage, cap))) {
    return { ownCap: null, excluded: "own_judgement" };
  }
  if (earned.holdup !== null) {
    throw new AppError("conflict", `Nobody else has approved this, and ${earned.holdup}`);
  }
  return { ownCap: cap, excluded: null };
}
