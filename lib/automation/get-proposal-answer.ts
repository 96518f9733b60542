import type { ProposalAnswer } from "@/lib/contracts/proposal";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { toProposalAnswer } from "./proposal-answer";
import { getProposalWithHistory } from "./proposal-repository";

/**
 * One proposal with its history.
 * @throws AppError not_found
 */
export async function getProposalAnswer(ctx: Context, id: string): Promise<ProposalAnswer> {
  requirePermission(ctx, "cases:read");
  return toProposalAnswer(await getProposalWithHistory(ctx, id));
}
