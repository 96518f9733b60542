import { COLD_START } from "@/lib/ame/cold-start";
import { getStanding } from "@/lib/ame/get-standing";
import type { Propose } from "@/lib/contracts/dashboard";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { lockCase } from "@/lib/workflows/lock-case";
import { createProposal } from "./create-proposal";
import { scopeOf } from "./forecast-of";
import { toProposalAnswer } from "./proposal-answer";

/** Suggests an action for a case; nothing happens until a person approves it. */
export async function proposeAction(ctx: Context, caseId: number, input: Propose) {
  requirePermission(ctx, "proposals:create");
  const { proposal, locked } = await inTransaction(ctx, async (tx) => {
    const locked = await lockCase(tx, caseId);
    return { proposal: await createProposal(tx, locked, input), locked };
  });
  const scope = scopeOf(proposal.siteId, proposal.queue, proposal.actionType);
  const standing = await getStanding(ctx, scope);
  return {
    ok: true as const,
    proposal: toProposalAnswer({ ...proposal, decisions: [], execution: null }, locked),
    ame_stage: standing.stage,
    ml_decision: {
      approve_probability: COLD_START.approveProbability,
      confidence_band: "cold_start",
      top_factors: [],
      model_version: COLD_START.modelVersion,
      cold_start: true,
    },
    ml_outcome: {
      success_probability: COLD_START.successProbability,
      safety_score: COLD_START.safety,
      risk_factors: [],
      model_version: COLD_START.modelVersion,
      cold_start: true,
    },
  };
}
