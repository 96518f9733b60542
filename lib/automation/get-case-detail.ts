import { COLD_START } from "@/lib/ame/cold-start";
import { getStanding, toAmeAnswer } from "@/lib/ame/get-standing";
import { listCaseEntries } from "@/lib/audit/list-case-entries";
import { namesOfActors } from "@/lib/auth/people/names-of-actors";
import type { JsonObject } from "@/lib/contracts/common";
import type { CaseDetail } from "@/lib/contracts/dashboard";
import type { GateAnswer } from "@/lib/contracts/governance";
import type { KillSwitchAnswer } from "@/lib/contracts/kill-switch";
import { listKillSwitches } from "@/lib/governance/kill-switch/list-kill-switches";
import { listNamedGates } from "@/lib/governance/list-gates";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { scheduleOf } from "@/lib/packs/drug-schedule";
import { nextTransitions } from "@/lib/packs/find-pack";
import { maskPatientData } from "@/lib/packs/patient-data";
import type { Case, CaseWithDetails } from "@/lib/workflows/case";
import { getCaseDetails } from "@/lib/workflows/get-case-details";
import { toWorkflowAnswer } from "@/lib/workflows/workflow-answer";
import type { Subject } from "./action";
import { planAction, suggestActions, undoMinutesOf } from "./action-registry";
import { capOfAct } from "./cap-of-act";
import { toCaseCard } from "./case-card";
import { toDashboardItem } from "./dashboard-item";
import { scopeOf } from "./forecast-of";
import { subjectOf } from "./load-subject";
import type { ProposalWithHistory } from "./proposal";
import { actorsOfSteps, toProposalAnswer, withStepNames } from "./proposal-answer";
import { findProposalsOfCase } from "./proposal-repository";
import { STEP_ACTION } from "./step-action";
import { type TimelineNames, toTimelineEntry } from "./timeline-entry";

const MAX_PROPOSALS = 50;
const MAX_TIMELINE = 100;

/**
 * Everything a person needs to decide about one case.
 * @throws AppError not_found
 */
export async function getCaseDetail(ctx: Context, caseId: number): Promise<CaseDetail> {
  requirePermission(ctx, "cases:read");
  const loaded = await getCaseDetails(ctx, caseId);
  const subject = subjectOf(loaded, () => ctx.now());
  const [proposals, gates, { switches }, entries] = await Promise.all([
    findProposalsOfCase(ctx, caseId, MAX_PROPOSALS),
    listNamedGates(ctx),
    listKillSwitches(ctx),
    listCaseEntries(ctx, caseId, MAX_TIMELINE),
  ]);
  const answers = proposals.map((proposal) => toProposalAnswer(proposal, loaded));
  const actors = await namesOfActors(ctx, [
    ...entries.map(({ actor }) => actor.id),
    ...answers.flatMap(actorsOfSteps),
  ]);
  const names = { ...namesOf(loaded, proposals), actor: actors };
  const suggestions = suggestActions(subject);
  const scope = scopeOf(loaded.siteId, loaded.queue, suggestions[0]?.type ?? STEP_ACTION);
  const open = proposals.filter(({ status }) => status === "pending" || status === "approved");
  const forecast = { confidence: COLD_START.approveProbability, safety: COLD_START.safety };
  return {
    case: toDashboardItem(toWorkflowAnswer(loaded)),
    card: toCaseCard(loaded, open.length, ctx.now()),
    suggested_actions: suggestions.map(({ type, label, payload, reason }) => ({
      type,
      label,
      payload: maskPatientData(payload),
      reason,
      reversible_for_minutes: undoMinutesOf(type),
      ...capPart(subject, { type, payload }),
      confidence: forecast.confidence,
      safety_score: forecast.safety,
    })),
    proposals: answers.map((proposal) => withStepNames(proposal, actors)),
    ame: toAmeAnswer(await getStanding(ctx, scope), forecast),
    gates: gatesAhead(
      subject,
      gates,
      open.map(({ gateKey }) => gateKey),
    ),
    policy_caps: capsOf(subject),
    kill_switches: switches.filter((one) => one.engaged && touches(one, loaded)),
    timeline: entries.map((entry) => toTimelineEntry(entry, names)),
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

/** A switch for one kind of action touches every case. */
function touches({ scope }: KillSwitchAnswer, { siteId, queue }: Case): boolean {
  return scope.kind === "site"
    ? scope.key === siteId
    : scope.kind !== "queue" || scope.key === queue;
}

function namesOf(
  { tasks, events }: CaseWithDetails,
  proposals: readonly ProposalWithHistory[],
): Omit<TimelineNames, "actor"> {
  return {
    task: new Map(tasks.map(({ id, name }) => [String(id), name])),
    event: new Map(events.map(({ id, eventType }) => [String(id), eventType])),
    proposal: new Map(proposals.map(({ id, label }) => [id, label])),
    execution: new Map(
      proposals.flatMap(({ execution, label }) =>
        execution ? [[String(execution.id), label]] : [],
      ),
    ),
  };
}

function capPart({ pack, case: one }: Subject, act: { type: string; payload: JsonObject }) {
  const { cap, sources } = capOfAct(pack, one, act);
  return { cap, cap_sources: sources };
}

/** The rules that speak of this queue and this drug. */
function capsOf({ pack, case: one }: Subject): CaseDetail["policy_caps"] {
  const schedule = scheduleOf(one.attributes);
  return pack.policyCaps
    .filter(({ queues }) => queues.length === 0 || queues.includes(one.queue))
    .filter(({ schedules }) => schedules === undefined || schedules.includes(schedule))
    .map(({ id, rule, source }) => ({ id, rule, source }));
}
