import type { ProposalAnswer } from "@/lib/contracts/proposal";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { readCase } from "@/lib/workflows/read-cases";
import { toProposalAnswer } from "./proposal-answer";
import { getProposalWithHistory } from "./proposal-repository";

/**
 * One proposal with its history.
 * @throws AppError not_found
 */
export async function getProposalAnswer(ctx: Context, id: string): Promise<ProposalAnswer> {
  requirePermission(ctx, "cases:read");
  const proposal = await getProposalWithHistory(ctx, id);
  return toProposalAnswer(proposal, await readCase(ctx, proposal.caseId));
}
