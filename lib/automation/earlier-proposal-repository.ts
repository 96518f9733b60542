import type { JsonObject } from "@/lib/contracts/common";
import type { ProposalStatus } from "@/lib/contracts/proposal";
import type { Context } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import type { Case } from "@/lib/workflows/case";
import type { Proposal } from "./proposal";

/** Of one case in one queue; far more than people and rules leave behind. */
const MAX_EARLIER = 500;

export type EarlierProposal = Pick<
  Proposal,
  "actionType" | "payload" | "queue" | "moveCount" | "status"
>;

/**
 * What a rule must know before it proposes: what is open, rejected or done in this stay of each
 * case, and what has run or was rolled back in this queue before, newest first; one query.
 * @returns by case id; null for a case with more than can be looked at
 */
export async function findEarlierProposals(
  ctx: Context,
  cases: readonly Pick<Case, "id" | "queue" | "moveCount">[],
): Promise<Map<number, EarlierProposal[] | null>> {
  const most = MAX_EARLIER * cases.length;
  const rows = await ctx.db.proposal.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...siteFilter(ctx),
      workflowId: { in: cases.map(({ id }) => id) },
      OR: cases.map(({ id, queue, moveCount }) => ({
        workflowId: id,
        queue,
        OR: [
          { moveCount, status: { in: ["pending", "approved", "rejected"] } },
          { status: { in: ["executed", "rolled_back"] } },
        ],
      })),
    },
    orderBy: [{ proposedAt: "desc" }, { id: "desc" }],
    take: most + 1,
    select: {
      workflowId: true,
      actionType: true,
      payload: true,
      queue: true,
      moveCount: true,
      status: true,
    },
  });
  const byCase = new Map<number, EarlierProposal[]>(cases.map(({ id }) => [id, []]));
  for (const { workflowId, payload, status, ...rest } of rows) {
    byCase.get(Number(workflowId))?.push({
      ...rest,
      payload: payload as JsonObject,
      status: status as ProposalStatus,
    });
  }
  const isCutOff = rows.length > most;
  return new Map(
    [...byCase].map(([id, found]) => [id, isCutOff || found.length > MAX_EARLIER ? null : found]),
  );
}
