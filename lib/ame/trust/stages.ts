import { newAlarm, scrutinise } from "./alarm";
import { evidenceOf, neededEvidence, restart } from "./certificate";
import { auditProbability, hasRoom } from "./ledger";
import { metricsOf, type TrustMetrics } from "./metrics";
import type { TrustConfig } from "./trust-config";
import type { Stage, StageChange, TrustState } from "./trust-state";

const LADDER: readonly Stage[] = [
  "observe",
  "propose",
  "guarded_auto",
  "conditional_auto",
  "full_auto",
];
/** The share of the alarm's limit that it may have reached before full_auto. */
const CALM = 1 / 4;

type ConditionName =
  | "observations"
  | "trust"
  | "overrides"
  | "certificate"
  | "guarded_actions"
  | "scrutiny"
  | "alarm"
  | "budget";

/** Something that the next stage asks for. */
export interface Condition {
  name: ConditionName;
  isMet: boolean;
  /** what there is and what there must be, in the condition's own unit */
  have: number;
  need: number;
}

/** True where actions run without being asked for one by one. */
export function acts(stage: Stage): boolean {
  return LADDER.indexOf(stage) >= LADDER.indexOf("guarded_auto");
}

type Next = Exclude<Stage, "observe">;
type Check = (state: TrustState, config: TrustConfig, metrics: TrustMetrics) => Condition;

const CHECKS: Readonly<Record<Next, readonly Check[]>> = {
  propose: [
    trustFor("propose"),
    overrides,
    ({ observations }, { minObservations }) =>
      atLeast("observations", observations, minObservations),
  ],
  guarded_auto: [
    trustFor("guarded_auto"),
    overrides,
    ({ certificate }, config) =>
      atLeast("certificate", evidenceOf(certificate), neededEvidence(certificate, config)),
  ],
  conditional_auto: [
    trustFor("conditional_auto"),
    overrides,
    (state, config) => atLeast("guarded_actions", state.guardedActions, config.guardedActions),
    ({ alarm }) => atMost("scrutiny", alarm.scrutiny, 0),
    roomFor(0.7),
  ],
  full_auto: [
    trustFor("full_auto"),
    overrides,
    ({ alarm }, config) => below("alarm", alarm.cusum, CALM * config.alarm.limit),
    roomFor(0.25),
  ],
};

/** The next stage, and all that it asks for; null at the top. */
export function conditionsForNext(
  state: TrustState,
  config: TrustConfig,
): { to: Next; conditions: Condition[] } | null {
  const to = nextStage(state.stage);
  const metrics = metricsOf(state.sums);
  return to && { to, conditions: CHECKS[to].map((check) => check(state, config, metrics)) };
}

/** One stage up when everything it asks for is there. */
export function promote(
  state: TrustState,
  config: TrustConfig,
  metrics = metricsOf(state.sums),
): StageChange | null {
  const to = nextStage(state.stage);
  if (to === null || !CHECKS[to].every((check) => check(state, config, metrics).isMet)) {
    return null;
  }
  return moveTo(state, to, promotionReason(state, config, to));
}

function nextStage(stage: Stage): Next | null {
  return (LADDER[LADDER.indexOf(stage) + 1] as Next | undefined) ?? null;
}

function trustFor(to: Next): Check {
  return (_state, { entryTrust }, { trust }) => atLeast("trust", trust, entryTrust[to]);
}

function overrides(_state: TrustState, config: TrustConfig, metrics: TrustMetrics): Condition {
  return atMost("overrides", metrics.overrideRate, config.maxOverrideRate);
}

/** Whether the harm budget would bear checks as rare as this. */
function roomFor(probability: number): Check {
  return ({ ledger }, config) => ({
    name: "budget",
    isMet: hasRoom(ledger, config, probability),
    have: auditProbability(ledger, config, 0),
    need: probability,
  });
}

/** One stage down, because the alarm has rung. */
export function demoteAfterAlarm(state: TrustState, config: TrustConfig): StageChange {
  const { cusum } = state.alarm;
  const limit = config.alarm.limit;
  const change = demote(
    state,
    `too many bad outcomes too close together: the alarm stands at ${fixed(cusum)}, its limit is ${fixed(limit)}`,
  );
  scrutinise(state.alarm, config.alarmScrutiny);
  return change;
}

/** One stage down, when trust has been too low for too long. */
export function demoteWhenDistrusted(
  state: TrustState,
  config: TrustConfig,
  { trust }: TrustMetrics,
): StageChange | null {
  state.lowTrust = acts(state.stage) && trust < config.leaveTrust ? state.lowTrust + 1 : 0;
  return state.lowTrust < config.patience
    ? null
    : demote(
        state,
        `trust ${fixed(trust)} has been below ${config.leaveTrust} for ${config.patience} evaluations`,
      );
}

/** All the way down at once; what was proved must be proved anew. */
export function dropToObserve(state: TrustState, reason: string): StageChange | null {
  restart(state.certificate);
  return state.stage === "observe" ? null : moveTo(state, "observe", reason);
}

function demote(state: TrustState, reason: string): StageChange {
  const to = LADDER[LADDER.indexOf(state.stage) - 1] as Stage;
  const { scrutiny } = state.alarm;
  state.alarm = { ...newAlarm(), scrutiny };
  if (!acts(to)) {
    restart(state.certificate);
  }
  return moveTo(state, to, reason);
}

/** Where people have put it; nothing is asked for. */
export function enterStage(state: TrustState, to: Stage, reason: string): StageChange {
  return moveTo(state, to, reason);
}

function moveTo(state: TrustState, to: Stage, reason: string): StageChange {
  const change = { from: state.stage, to, reason };
  state.stage = to;
  state.lowTrust = 0;
  if (to === "guarded_auto") {
    state.guardedActions = 0;
  }
  return change;
}

function promotionReason(state: TrustState, config: TrustConfig, to: Stage): string {
  const { trust } = metricsOf(state.sums);
  const { certificate, guardedActions, alarm, observations } = state;
  const because: Record<Stage, string> = {
    observe: "",
    propose: `${observations} observations`,
    guarded_auto: `the certificate: evidence ${fixed(evidenceOf(certificate))} of ${neededEvidence(certificate, config)} from ${certificate.judged} judged actions, ${certificate.bad} of them bad`,
    conditional_auto: `${guardedActions} audited actions at guarded and room in the harm budget`,
    full_auto: `the alarm at ${fixed(alarm.cusum)} of ${fixed(config.alarm.limit)} and room in the harm budget`,
  };
  return `trust ${fixed(trust)}, ${because[to]}`;
}

function atLeast(name: ConditionName, have: number, need: number): Condition {
  return { name, isMet: have >= need, have, need };
}

function atMost(name: ConditionName, have: number, need: number): Condition {
  return { name, isMet: have <= need, have, need };
}

function below(name: ConditionName, have: number, need: number): Condition {
  return { name, isMet: have < need, have, need };
}

function fixed(value: number): string {
  return value.toFixed(2);
}
