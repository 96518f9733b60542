import type { AmeEventAnswer } from "@/lib/contracts/ame-scope";
import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { type AmeEvent, findRecentEvents } from "./evidence-repository";
import { isOwnTenant } from "./own-scope";

/** One page of the caller's evidence, newest first; of another tenant there is nothing to see. */
export async function listRecentEvents(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined; tenant_id?: string | undefined },
): Promise<Page<AmeEventAnswer>> {
  requirePermission(ctx, "ame:read");
  const beforeId = decodeIdCursor(query.cursor);
  if (!isOwnTenant(ctx, query.tenant_id)) {
    return { items: [], nextCursor: null };
  }
  const events = await findRecentEvents(ctx, { limit: query.limit + 1, beforeId });
  const page = toPage(events, query.limit, ({ id }) => [id]);
  return { ...page, items: page.items.map(toAnswer) };
}

function toAnswer(event: Omit<AmeEvent, "features" | "context">): AmeEventAnswer {
  return {
    id: event.id,
    event_type: event.eventType,
    site_id: event.siteId,
    queue: event.queue,
    action_type: event.actionType,
    role_context: event.roleContext || null,
    proposal_id: event.proposalId,
    execution_id: event.executionId,
    predicted_confidence: event.predictedConfidence,
    predicted_safety: event.predictedSafety,
    decision: event.decision,
    decision_by: event.decisionBy,
    decision_reason: event.decisionReason,
    outcome_success: event.outcomeSuccess,
    observed_error: event.observedError,
    override: event.isOverride,
    counts: event.isEvidence,
    ts: event.at.toISOString(),
  };
}
