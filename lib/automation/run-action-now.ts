import type { Propose } from "@/lib/contracts/dashboard";
import { assertRunning } from "@/lib/governance/kill-switch/assert-running";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Case } from "@/lib/workflows/case";
import { createProposal } from "./create-proposal";
import { decideInTransaction } from "./decide-proposal";
import { executeInTransaction } from "./execute-proposal";
import type { Execution } from "./proposal";

export interface RanAction {
  execution: Execution;
  case: Case;
  auditId: number;
}

/**
 * Proposes, approves and runs an action in one act: the caller who presses the button is the one
 * who decides. Gates and permissions hold as for any proposal, and for a machine the cap too: where
 * a person has to decide, its call is refused. All of it happens or nothing.
 */
export async function runActionNow(
  tx: TransactionContext,
  locked: Case,
  input: Propose,
): Promise<RanAction> {
  // Before anything is written that a stop would take back.
  await assertRunning(tx, {
    siteId: locked.siteId,
    queue: locked.queue,
    actionType: input.action_type,
  });
  const proposal = await createProposal(tx, locked, input);
  const decision = {
    decision: "approve",
    reasonCode: "",
    reason: "",
    claimedBy: null,
    evidenceHash: null,
    isRunNow: true,
  } as const;
  const decided = await decideInTransaction(tx, proposal.id, decision);
  const ran =
    decided.kind === "stale" ? decided : await executeInTransaction(tx, proposal.id, null);
  if (ran.kind === "stale") {
    throw ran.conflict;
  }
  return ran;
}
