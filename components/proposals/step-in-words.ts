import type { ProposalAnswer } from "@/lib/contracts/proposal";
import { actorName } from "@/lib/format/words";

type Step = ProposalAnswer["audit"][number];

const STEP_WORDS: Readonly<Record<string, string>> = {
  proposed: "Proposed",
  approved: "Approved",
  rejected: "Rejected",
  deferred: "Deferred",
  executed: "Run",
  rolled_back: "Rolled back",
};

/** "Approved by Ada Berg" */
export function stepInWords({ event, meta }: Step): string {
  const name = typeof meta["by_name"] === "string" ? meta["by_name"] : null;
  return `${STEP_WORDS[event] ?? event} by ${actorName(String(meta["by"] ?? "unknown"), name)}`;
}

/** What became of a proposal while somebody was still writing: "Approved by Ada Berg meanwhile." */
export function meanwhileInWords({ status, audit }: ProposalAnswer): string {
  const last = audit.at(-1);
  if (status === "stale" || status === "expired" || !last) {
    return `The proposal is ${status} by now.`;
  }
  return `${stepInWords(last)} meanwhile.`;
}
