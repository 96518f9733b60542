import { COLD_START } from "@/lib/ame/cold-start";
import { getStanding, toAmeAnswer } from "@/lib/ame/get-standing";
import { listCaseEntries } from "@/lib/audit/list-case-entries";
import type { CaseDetail } from "@/lib/contracts/dashboard";
import type { GateAnswer } from "@/lib/contracts/governance";
import { listGates } from "@/lib/governance/list-gates";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { nextTransitions } from "@/lib/packs/find-pack";
import type { Pack } from "@/lib/packs/pack";
import { getCaseDetails } from "@/lib/workflows/get-case-details";
import { toWorkflowAnswer } from "@/lib/workflows/workflow-answer";
import type { Subject } from "./action";
import { planAction, suggestActions, undoMinutesOf } from "./action-registry";
import { toCaseCard } from "./case-card";
import { toDashboardItem } from "./dashboard-item";
import { scopeOf } from "./forecast-of";
import { subjectOf } from "./load-subject";
import { toProposalAnswer } from "./proposal-answer";
import { findProposalsOfCase } from "./proposal-repository";
import { toTimelineEntry } from "./timeline-entry";

const MAX_PROPOSALS = 50;
const MAX_TIMELINE = 100;

/**
 * Everything a person needs to decide about one case.
 * @throws AppError not_found
 */
export async function getCaseDetail(ctx: Context, caseId: number): Promise<CaseDetail> {
  requirePermission(ctx, "cases:read");
  const loaded = await getCaseDetails(ctx, caseId);
  const subject = subjectOf(loaded);
  const [proposals, gates, entries] = await Promise.all([
    findProposalsOfCase(ctx, caseId, MAX_PROPOSALS),
    listGates(ctx),
    listCaseEntries(ctx, caseId, MAX_TIMELINE),
  ]);
  const suggestions = suggestActions(subject);
  const scope = scopeOf(loaded.siteId, loaded.queue, suggestions[0]?.type ?? "advance_queue");
  const open = proposals.filter(({ status }) => status === "pending" || status === "approved");
  const forecast = { confidence: COLD_START.approveProbability, safety: COLD_START.safety };
  return {
    case: toDashboardItem(toWorkflowAnswer(loaded)),
    card: toCaseCard(loaded, open.length, ctx.now()),
    suggested_actions: suggestions.map(({ type, label, payload, reason }) => ({
      type,
      label,
      payload,
      reason,
      reversible_for_minutes: undoMinutesOf(type),
      confidence: forecast.confidence,
      safety_score: forecast.safety,
    })),
    proposals: proposals.map(toProposalAnswer),
    ame: toAmeAnswer(await getStanding(ctx, scope), forecast),
    gates: gatesAhead(
      subject,
      gates,
      open.map(({ gateKey }) => gateKey),
    ),
    policy_caps: capsOf(subject.pack, loaded.queue),
    timeline: entries.map(toTimelineEntry),
  };
}

/** The gates that the case's open proposals, suggested actions and next steps would meet. */
function gatesAhead(
  subject: Subject,
  gates: readonly GateAnswer[],
  proposed: readonly (string | null)[],
): GateAnswer[] {
  const suggested = suggestActions(subject).map(
    ({ type, payload }) => planAction(subject, type, payload).gate,
  );
  const next = nextTransitions(subject.pack, subject.case.queue).map(({ gate }) => gate);
  const ahead = new Set([...proposed, ...suggested, ...next]);
  return gates.filter((gate) => ahead.has(gate.key));
}

function capsOf(pack: Pack, queue: string): CaseDetail["policy_caps"] {
  return pack.policyCaps
    .filter(({ queues }) => queues.length === 0 || queues.includes(queue))
    .map(({ id, rule, source }) => ({ id, rule, source }));
}
