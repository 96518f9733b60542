import type { JsonObject } from "@/lib/contracts/common";
import type { Scope } from "./scope";
import { certificateProgress, hiddenHarmBound, trustMetrics } from "./trust/engine";

const PLACES = 1e6;

/** Pure: the figures by which a scope is moved, rounded, for the audit trail and the record. */
export function figuresOf({ state, config }: Pick<Scope, "state" | "config">): JsonObject {
  const { certificate, ledger, alarm } = state;
  const { evidence, needed } = certificateProgress(state, config);
  const { trust, overrideRate } = trustMetrics(state);
  return {
    trust: rounded(trust),
    override_rate: rounded(overrideRate),
    observations: state.observations,
    e_value: rounded(evidence),
    e_value_needed: needed,
    certificate_attempt: certificate.attempt,
    judged: certificate.judged,
    judged_bad: certificate.bad,
    guarded_actions: state.guardedActions,
    pending_audits: state.pendingAudits,
    hidden_harms: rounded(ledger.hidden),
    hidden_harms_bound: rounded(hiddenHarmBound(state, config)),
    unaudited: sum(ledger.unaudited),
    caught: sum(ledger.caught),
    alarm: rounded(alarm.cusum),
    alarm_limit: rounded(config.alarm.limit),
    scrutiny: alarm.scrutiny,
    alpha: config.alpha,
    harm_budget: config.harmBudget,
  };
}

function rounded(value: number): number {
  return Math.round(value * PLACES) / PLACES;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
