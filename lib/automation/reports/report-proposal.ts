import type { Forecast } from "@/lib/ame/evidence";
import { readProposed } from "@/lib/ame/proposal-history";
import { recordEvidence } from "@/lib/ame/record-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Recorded, ReportProposal } from "@/lib/contracts/ame-report";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { coversSite } from "@/lib/kernel/sites";
import { toldValue } from "@/lib/kernel/told-value";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertSameScope } from "./known-proposal";
import { reportableScope } from "./reportable-scope";
import { subjectOfEvent } from "./subject-of-event";

/**
 * Records a proposal of another system with its forecast. Sent again it is answered with the first
 * event and counts once; without an id nothing can be joined to it, so it counts for nothing.
 * @throws AppError conflict when the id belongs to a proposal of another scope
 */
export async function reportProposal(ctx: Context, input: ReportProposal): Promise<Recorded> {
  requirePermission(ctx, "evidence:write");
  const forecast: Forecast = {
    proposalId: input.proposal_id || null,
    scope: reportableScope(ctx, input.scope),
    confidence: input.predicted_confidence,
    safety: input.predicted_safety,
    timeSavedSec: input.predicted_time_saved_sec ?? null,
    features: input.features,
    context: { ...input.context, request_id: ctx.requestId, proposed_by: ctx.actor.id },
  };
  const { eventId, at } = await inTransaction(ctx, async (tx) => {
    const first = await findFirst(tx, forecast);
    const event = first ?? {
      eventId: (await recordEvidence(tx, forecast, { kind: "proposed" })).eventId,
      at: tx.now(),
    };
    await recordAudit(tx, {
      action: "ame.proposal",
      ...subjectOfEvent(event.eventId, forecast),
      ...(first && { before: { event_id: first.eventId } }),
    });
    return event;
  });
  return { ok: true, event_id: eventId, timestamp: at.toISOString() };
}

async function findFirst(tx: TransactionContext, { proposalId, scope }: Forecast) {
  if (proposalId === null) {
    return null;
  }
  const proposed = await readProposed(tx, proposalId);
  if (proposed && !coversSite(tx, proposed.forecast.scope.siteId)) {
    throw new AppError(
      "conflict",
      `The id ${toldValue(proposalId)} belongs to another proposal; send an id of its own.`,
    );
  }
  if (proposed) {
    assertSameScope(proposalId, proposed.forecast.scope, scope);
  }
  return proposed;
}
