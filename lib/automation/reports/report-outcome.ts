import type { Recorded, ReportOutcome } from "@/lib/contracts/ame-report";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { keepOutcome } from "./keep-outcome";
import { reportableScope } from "./reportable-scope";

/**
 * Records how an action turned out, once a proposal, whoever carried it out. Good news needs a
 * proposal that may have run; bad news is taken in any order, even without a proposal.
 */
export async function reportOutcome(ctx: Context, input: ReportOutcome): Promise<Recorded> {
  requirePermission(ctx, "evidence:write");
  const scope = reportableScope(ctx, input.scope);
  const seen = {
    isSuccess: input.outcome_success,
    hasError: input.observed_error,
    timeSavedSec: input.observed_time_saved_sec ?? null,
  };
  const { eventId, at } = await inTransaction(ctx, async (tx) => {
    const about = { proposalId: input.proposal_id, scope };
    const eventId = await keepOutcome(tx, about, seen, { action: "ame.outcome" });
    return { eventId, at: tx.now() };
  });
  return { ok: true, event_id: eventId, timestamp: at.toISOString() };
}
