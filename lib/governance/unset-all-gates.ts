import type { TransactionContext } from "@/lib/kernel/context";
import { findPendingApprovals } from "./approvals/approval-repository";
import { withdrawRequests } from "./approvals/request-approval";
import { findGates, writeGate } from "./gate-repository";
import { beginChange } from "./head-repository";

/**
 * Puts every gate back to untouched, with a line of history each, and takes back what was asked for.
 * @returns how many were set
 */
export async function unsetAllGates(tx: TransactionContext, note: string): Promise<number> {
  await beginChange(tx);
  const set = (await findGates(tx)).filter((gate) => gate.state !== "unset");
  const blank = { reasonCode: "", approvedBy: null, expiresAt: null };
  for (const gate of set) {
    await writeGate(tx, gate.key, { ...blank, state: "unset", actorId: tx.actor.id, note });
  }
  for (const request of await findPendingApprovals(tx, "gate.authorize")) {
    await withdrawRequests(tx, request, note);
  }
  return set.length;
}
