import { namesOfActors } from "@/lib/auth/people/names-of-actors";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import type { Context } from "@/lib/kernel/context";
import { decodeMoment } from "@/lib/kernel/decode-moment";
import { toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { readCases } from "@/lib/workflows/read-cases";
import { actorsOfSteps, toProposalAnswer, withStepNames } from "./proposal-answer";
import { countPendingProposals, findPendingProposals } from "./proposal-repository";

/** One page of the proposals that wait for a decision, oldest first, and how many wait in all. */
export async function listPendingProposals(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: ProposalAnswer[]; count: number; next_cursor: string | null }> {
  requirePermission(ctx, "cases:read");
  const after = query.cursor === undefined ? null : decodeMoment(query.cursor);
  const rows = await findPendingProposals(ctx, { limit: query.limit + 1, after });
  const page = toPage(rows, query.limit, (row) => [row.proposedAt.toISOString(), row.id]);
  const cases = await readCases(
    ctx,
    page.items.map(({ caseId }) => caseId),
  );
  const answers = page.items.flatMap((proposal) => {
    const one = cases.get(proposal.caseId);
    return one ? [toProposalAnswer(proposal, one)] : [];
  });
  const names = await namesOfActors(ctx, answers.flatMap(actorsOfSteps));
  return {
    items: answers.map((answer) => withStepNames(answer, names)),
    count: await countPendingProposals(ctx),
    next_cursor: page.nextCursor,
  };
}
