import { addToAlarm, newAlarm } from "./alarm";
import { nextAuditProbability } from "./audit-rate";
import {
  addJudgement,
  cleanDecisionsLeft,
  evidenceOf,
  neededEvidence,
  newCertificate,
} from "./certificate";
import { addCaught, addSurfaced, addUnaudited, harmBound, newLedger } from "./ledger";
import {
  addForecasts,
  metricsOf,
  newSums,
  type Observation,
  type TrustMetrics,
  weightAt,
} from "./metrics";
import { acts, demoteAfterAlarm, demoteWhenDistrusted, promote } from "./stages";
import type { TrustConfig } from "./trust-config";
import type { StageChange, TrustState } from "./trust-state";

export type { TrustMetrics } from "./metrics";
export type { TrustConfig } from "./trust-config";
export type { Stage, StageChange, TrustState } from "./trust-state";

/** Something that was learnt about a scope. Times are days since any fixed day. */
export type TrustEvidence =
  /** a person approved or rejected, or acted by hand while it predicted silently */
  | ({ kind: "decision"; atDays: number; bad: boolean } & Observation)
  /** what a drawn audit found, at the probability it was drawn with */
  | ({ kind: "audit"; atDays: number; bad: boolean; auditProbability: number } & Observation)
  /** how an action went that a person had decided on */
  | ({ kind: "outcome"; atDays: number; bad: boolean } & Observation)
  /** a rollback, an override or a failure told of from outside */
  | ({
      kind: "incident";
      atDays: number;
      /** where the action was drawn for an audit that is still open, its probability: it is settled by this */
      auditProbability?: number | undefined;
      /** false for a failure that nobody has overridden or undone */
      isOverride?: boolean | undefined;
    } & Observation)
  /** the undoing of an action whose harm has been counted already */
  | { kind: "override"; atDays: number }
  /** an action that a person had decided on has run; says nothing about how it went */
  | { kind: "execution"; atDays: number };

export type Route =
  | { kind: "human" }
  | { kind: "auto"; auditProbability: number; audited: boolean };

/** Chosen by simulation (`npm run bench:ame`). */
export const defaultTrustConfig: TrustConfig = {
  alpha: 0.02,
  delta: 0.05,
  harmBudget: 25,
  reviewerSensitivity: 0.9,
  auditLag: 20,
  strict: false,
  auditLevels: [1, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.07, 0.05],
  conditionalFloor: 0.25,
  scrutiny: 25,
  alarmScrutiny: 50,
  maxPendingAudits: 50,
  guardedActions: 100,
  alarm: { normal: 0.01, harmful: 0.08, limit: Math.log(500) },
  entryTrust: { propose: 0.4, guarded_auto: 0.7, conditional_auto: 0.75, full_auto: 0.85 },
  leaveTrust: 0.7,
  patience: 3,
  maxOverrideRate: 0.1,
  minObservations: 6,
  decayPerDay: 0.03,
  awaitsApproval: false,
};

/** A scope of which nothing is known. */
export function newTrustState(config: TrustConfig): TrustState {
  return {
    stage: "observe",
    certificate: newCertificate(),
    ledger: newLedger(config),
    alarm: newAlarm(),
    sums: newSums(),
    observations: 0,
    pendingAudits: 0,
    guardedActions: 0,
    lowTrust: 0,
  };
}

/**
 * Who does the next action, which is fixed already. The state may be mutated and is returned.
 * @param input draw: uniform on [0, 1), from outside; eligible: false where live conditions forbid
 */
export function routeAction(
  state: TrustState,
  config: TrustConfig,
  input: { draw: number; eligible: boolean; atDays?: number },
): { state: TrustState; route: Route } {
  const { draw, eligible, atDays = state.sums.atDays } = input;
  if (!eligible || !acts(state.stage) || state.pendingAudits >= config.maxPendingAudits) {
    return { state, route: { kind: "human" } };
  }
  const auditProbability = nextAuditProbability(state, config);
  const audited = draw < auditProbability;
  takeAction(state, config, { auditProbability, audited, atDays });
  return { state, route: { kind: "auto", auditProbability, audited } };
}

/** Counts an action that runs by itself. */
export function takeAction(
  state: TrustState,
  config: TrustConfig,
  own: { auditProbability: number; audited: boolean; atDays: number },
): void {
  state.alarm.scrutiny = Math.max(0, state.alarm.scrutiny - 1);
  addExecution(state, config, own.atDays);
  if (own.audited) {
    state.pendingAudits += 1;
  } else {
    addUnaudited(state.ledger, config, own.auditProbability);
  }
}

/**
 * Adds one piece of evidence and moves the scope by one stage at most. Bad news never moves it up.
 * The state may be mutated and is returned.
 */
export function recordEvidence(
  state: TrustState,
  config: TrustConfig,
  evidence: TrustEvidence,
): { state: TrustState; change: StageChange | null } {
  if (evidence.kind === "execution") {
    addExecution(state, config, evidence.atDays);
    return { state, change: null };
  }
  if (evidence.kind === "override") {
    addOverride(state, config, evidence.atDays);
    return { state, change: null };
  }
  settle(state, config, evidence);
  addToMetrics(state, config, evidence);
  const isBad = evidence.kind === "incident" || evidence.bad;
  const isAlarm = isAlarming(state, config, evidence, isBad);
  const metrics = metricsOf(state.sums);
  const change =
    (isAlarm ? demoteAfterAlarm(state, config) : null) ??
    demoteWhenDistrusted(state, config, metrics) ??
    (isBad || waitsForApproval(state, config) ? null : promote(state, config, metrics));
  return { state, change };
}

function addExecution({ sums }: TrustState, config: TrustConfig, atDays: number): void {
  // Before the sum is read, for it brings all of them to that time.
  const weight = weightAt(sums, config, atDays);
  sums.executed += weight;
}

function addOverride({ sums }: TrustState, config: TrustConfig, atDays: number): void {
  const weight = weightAt(sums, config, atDays);
  sums.overridden += weight;
}

type Judgement = Exclude<TrustEvidence, { kind: "execution" | "override" }>;

function addToMetrics(state: TrustState, config: TrustConfig, evidence: Judgement): void {
  const { sums } = state;
  const weight = weightAt(sums, config, evidence.atDays);
  state.observations += 1;
  if (evidence.kind === "incident") {
    sums.failed += weight;
    sums.overridden += evidence.isOverride === false ? 0 : weight;
    addForecasts(sums, weight, true, evidence);
    return;
  }
  if (evidence.kind === "decision") {
    sums[evidence.bad ? "rejected" : "approved"] += weight;
  } else {
    sums[evidence.bad ? "failed" : "succeeded"] += weight;
  }
  addForecasts(sums, weight, evidence.bad, evidence);
}

/** The ledger takes what was found at the action's own audit probability, however late it comes. */
function settle(state: TrustState, config: TrustConfig, evidence: Judgement): void {
  if (evidence.kind === "decision" || evidence.kind === "outcome") {
    return;
  }
  const { auditProbability: probability } = evidence;
  if (probability === undefined) {
    addSurfaced(state.ledger);
    return;
  }
  state.pendingAudits = Math.max(0, state.pendingAudits - 1);
  if (evidence.kind === "incident" || evidence.bad) {
    addCaught(state.ledger, config, probability);
  }
  if (state.stage === "guarded_auto" && probability === 1) {
    state.guardedActions += 1;
  }
}

/** Below guarded_auto what was judged feeds the certificate; from there on the alarm. */
function isAlarming(
  state: TrustState,
  config: TrustConfig,
  evidence: Judgement,
  isBad: boolean,
): boolean {
  const isOfPerson = evidence.kind === "decision" || (evidence.kind === "outcome" && !isBad);
  if (acts(state.stage)) {
    return !isOfPerson && addToAlarm(state.alarm, config, isBad);
  }
  // The person's decision has been counted for that action already.
  if (evidence.kind !== "outcome" || isBad) {
    addJudgement(state.certificate, config, isBad);
  }
  return false;
}

function waitsForApproval({ stage }: TrustState, { awaitsApproval }: TrustConfig): boolean {
  return awaitsApproval && stage !== "observe";
}

/** The seed's five metrics and the trust they come to, each 0 … 1. */
export function trustMetrics(state: TrustState): TrustMetrics {
  return metricsOf(state.sums);
}

/** U: the number of unseen harms that is exceeded with probability delta at most, under any drift. */
export function hiddenHarmBound(state: TrustState, config: TrustConfig): number {
  return harmBound(state.ledger, config);
}

/** How far the proof has come that a scope needs before it may act. */
export function certificateProgress(
  { certificate }: TrustState,
  config: TrustConfig,
): { evidence: number; needed: number; cleanDecisionsLeft: number } {
  return {
    evidence: evidenceOf(certificate),
    needed: neededEvidence(certificate, config),
    cleanDecisionsLeft: cleanDecisionsLeft(certificate, config),
  };
}
