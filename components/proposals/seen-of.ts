import type { ProposalAnswer } from "@/lib/contracts/proposal";

/** Tells the server what was on the screen, so that nobody decides on what has changed since. */
export function seenOf({ evidence_hash }: ProposalAnswer): { evidence_hash?: string } {
  return evidence_hash === null ? {} : { evidence_hash };
}
