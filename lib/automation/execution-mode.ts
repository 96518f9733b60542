import { assertGateNotRevoked } from "@/lib/governance/assert-gate-not-revoked";
import { assertGateOpen } from "@/lib/governance/assert-gate-open";
import { asAutomation } from "@/lib/kernel/authority";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Stage } from "@/lib/packs/pack";
import type { Subject } from "./action";
import { planAction } from "./action-registry";
import { type AutomatablePlan, authorizePlan, type Executable } from "./plan";
import type { Proposal } from "./proposal";
import { findApprover } from "./proposal-repository";
import { whoseAct } from "./whose-act";

/** How an approved proposal comes to run. */
export interface ExecutionMode {
  /** @throws AppError blocked or forbidden when N1–N14 deny it to whoever acts */
  authorize(tx: TransactionContext, subject: Subject, proposal: Proposal): Promise<Executable>;
  /** what the gate must be; automation that has earned its act asks for less */
  assertGate: typeof assertGateOpen;
  whoseAct: typeof whoseAct;
}

/** Somebody presses the button, or calls: planned anew, and judged by who that is. */
export const ON_REQUEST: ExecutionMode = {
  authorize: async (tx, subject, { id, actionType, payload }) =>
    authorizePlan(
      tx,
      subject,
      planAction(subject, actionType, payload),
      await findApprover(tx, id),
    ),
  assertGate: assertGateOpen,
  whoseAct,
};

/** A rule acts by itself; a plan that is a person's act cannot even be handed over. */
export function onAutomation(plan: AutomatablePlan, ownCap: Stage): ExecutionMode {
  return {
    authorize: async (tx) => ({ plan, by: asAutomation(tx) }),
    assertGate: assertGateNotRevoked,
    whoseAct: async () => ({ ownCap, excluded: null }),
  };
}
