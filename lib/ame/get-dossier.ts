import type { ScopeChange, TrustDossier } from "@/lib/contracts/ame-trust";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { effectiveStage } from "@/lib/packs/effective-stage";
import type { Stage } from "@/lib/packs/pack";
import { riskClassOf } from "@/lib/packs/risk-class";
import { getSettings } from "@/lib/platform/settings";
import { capOfScope } from "./cap-of-scope";
import { describeCondition } from "./describe-condition";
import { explainScope, isBeyond } from "./explain-scope";
import { getTrustScope } from "./promote-scope";
import type { Scope } from "./scope";
import { toScopeKeyAnswer } from "./scope-answer";
import { findScopeChanges, tallyEvents } from "./scope-event-repository";
import { isExhausted, nextAuditProbability } from "./trust/audit-rate";
import { certificateProgress, hiddenHarmBound, trustMetrics } from "./trust/engine";
import { budgetOf } from "./trust/ledger";
import { acts, conditionsForNext } from "./trust/stages";

const NEWEST_CHANGES = 20;

const PROVED = [
  "That a scope leaves propose while its harm rate is at or above alpha has a probability of at most delta, however often one looks (Ville's inequality), if people judge as they would without it.",
  "The bound on hidden harms is exceeded with probability delta at most under any drift, if reviewers see at least the assumed share of harms and audits are settled.",
];
const SIMULATED = [
  "The estimate of hidden harms is unbiased and bounded between catches; its rate over a scope's whole life is simulated (npm run bench:ame), not proved.",
  "How fast an alarm contains a drift is simulated.",
];

/** All but what governance adds: the request that waits. */
export type Dossier = Omit<TrustDossier, "pending_request">;

/** All that speaks for and against a scope. @throws AppError not_found */
export async function getDossier(ctx: Context, id: number): Promise<Dossier> {
  requirePermission(ctx, "ame:read");
  const scope = await getTrustScope(ctx, id);
  const changes = await findScopeChanges(ctx, id, NEWEST_CHANGES);
  const evidence = await tallyEvents(ctx, id);
  return { ...standingPart(ctx, scope, changes), evidence, ...figuresPart(scope), changes };
}

function standingPart(ctx: Context, scope: Scope, changes: readonly ScopeChange[]) {
  const { id, stage, state, config } = scope;
  const needsApproval = getSettings().fourEyes && stage !== "observe";
  const { cap, sources } = capOfScope(scope);
  const next = isBeyond(stage, cap) ? null : conditionsForNext(state, config);
  const moved = changes.find(({ from, to }) => to === stage && from !== to) ?? null;
  return {
    scope: { id, ...toScopeKeyAnswer(ctx.tenantId, scope) },
    as_of: ctx.now().toISOString(),
    stage,
    trust: trustMetrics(state).trust,
    risk_class: riskClassOf(scope),
    cap,
    cap_sources: sources,
    sentences: explainScope(scope, moved && wordsOf(moved), { needsApproval, cap }),
    next: next && {
      to: next.to,
      ready: next.conditions.every(({ isMet }) => isMet),
      conditions: next.conditions.map((one) => ({
        name: one.name,
        met: one.isMet,
        have: one.have,
        need: one.need,
        text: describeCondition(one),
      })),
    },
    needs_approval: needsApproval && next !== null,
  };
}

/** A person's reason for another tolerance does not say what it was a reason for. */
function wordsOf({ type, reason }: ScopeChange): { reason: string } {
  return {
    reason: type === "configured" ? `a person changed what it tolerates (${reason})` : reason,
  };
}

function figuresPart(scope: Scope) {
  const { state, config } = scope;
  const { certificate, alarm } = state;
  const { evidence, needed, cleanDecisionsLeft } = certificateProgress(state, config);
  return {
    certificate: {
      attempt: certificate.attempt,
      judged: certificate.judged,
      judged_bad: certificate.bad,
      e_value: evidence,
      e_value_needed: needed,
      clean_decisions_left: cleanDecisionsLeft,
    },
    ledger: ledgerPart(scope, capOfScope(scope).cap),
    alarm: { level: alarm.cusum, limit: config.alarm.limit, scrutiny_left: alarm.scrutiny },
    audits: { pending: state.pendingAudits, limit: config.maxPendingAudits },
    config: {
      alpha: config.alpha,
      delta: config.delta,
      harm_budget: config.harmBudget,
      reviewer_sensitivity: config.reviewerSensitivity,
    },
    proved: PROVED,
    simulated: SIMULATED,
  };
}

function ledgerPart({ state, config }: Scope, cap: Stage) {
  const { ledger } = state;
  const bound = hiddenHarmBound(state, config);
  const budget = budgetOf(ledger, config);
  const used = config.strict ? bound : ledger.hidden;
  return {
    levels: config.auditLevels.map((probability, level) => ({
      probability,
      unaudited: ledger.unaudited[level] ?? 0,
      caught: ledger.caught[level] ?? 0,
    })),
    unaudited: sum(ledger.unaudited),
    caught: sum(ledger.caught),
    hidden_harms: ledger.hidden,
    hidden_harms_bound: bound,
    budget,
    budget_used: Math.min(1, used / budget),
    strict: config.strict,
    exhausted: isExhausted(state, config),
    // Below guarded a person decides, and so looks at, every one.
    next_audit_probability: acts(state.stage)
      ? nextAuditProbability(state, config, effectiveStage(state.stage, cap))
      : 1,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
