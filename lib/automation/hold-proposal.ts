import type { TransactionContext } from "@/lib/kernel/context";
import { assertExpected } from "@/lib/kernel/resource-tag";
import type { Proposal } from "./proposal";
import { getProposal, lockProposal } from "./proposal-repository";

/**
 * Reads a proposal; when the caller expects it in a version, nobody else changes it from here on.
 * Lock the case first where both are locked.
 * @throws AppError not_found, precondition_failed when it is not as the caller expects
 */
export async function holdProposal(tx: TransactionContext, id: string): Promise<Proposal> {
  if (tx.expects?.kind !== "proposal") {
    return getProposal(tx, id);
  }
  await lockProposal(tx, id);
  const proposal = await getProposal(tx, id);
  assertExpected(tx, { kind: "proposal", id, version: proposal.version });
  return proposal;
}
