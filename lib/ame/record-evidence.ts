import type { TransactionContext } from "@/lib/kernel/context";
import { applyEvent } from "./apply-event";
import { drawAudit } from "./draw-audit";
import type { Evidence, Forecast } from "./evidence";
import { insertAmeEvent } from "./evidence-repository";
import { newAmeEvent } from "./new-ame-event";
import { recordStageChange } from "./record-stage-change";
import { holdScope, saveScope } from "./scope-repository";

/** How the audit of an action was drawn that automation took by itself. */
export interface AuditDraw {
  probability: number;
  isDrawn: boolean;
}

/**
 * Adds one event to the scope of a proposal, carrying the proposal's own forecast, so that training
 * and grading later see exactly what was predicted, and lets the scope learn it at once; what that
 * moves it to is kept with it. Costs the same however many events the scope has, and those of one
 * scope wait for each other. What may happen once is refused by a unique key the second time.
 * @returns the event's id; for an own action how its audit was drawn
 */
export async function recordEvidence(
  tx: TransactionContext,
  forecast: Forecast,
  evidence: Evidence,
): Promise<{ eventId: number; draw: AuditDraw | null }> {
  const held = await holdScope(tx, forecast.scope);
  const event = newAmeEvent(tx, held, forecast, evidence);
  const draw =
    event.countsAs === "own_action" ? drawAudit(held, forecast.proposalId, evidence) : null;
  const drawn = {
    ...event,
    ...(draw && { auditProbability: draw.probability, auditDraw: draw.coin }),
  };
  const change = applyEvent(held, drawn, held.config);
  if (change) {
    held.stage = change.to;
    held.stageChangedAt = tx.now();
  }
  await saveScope(tx, held);
  const eventId = await insertAmeEvent(tx, drawn);
  if (change) {
    await recordStageChange(tx, held, change);
  }
  return { eventId, draw: draw && { probability: draw.probability, isDrawn: draw.isDrawn } };
}
