import { effectiveStage } from "@/lib/packs/effective-stage";
import { STAGES, type Stage } from "@/lib/packs/pack";
import { describeMissing } from "./describe-condition";
import { holdupOf } from "./holdup-of";
import type { Scope } from "./scope";
import { isExhausted, nextAuditProbability } from "./trust/audit-rate";
import { certificateProgress } from "./trust/engine";
import { conditionsForNext } from "./trust/stages";

export interface Sentences {
  /** why it stands where it stands */
  why: string;
  /** what is missing to the next stage */
  next: string;
  /** what would bring it down */
  down: string;
}

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  observe: "observe",
  propose: "propose",
  guarded_auto: "guarded auto",
  conditional_auto: "conditional auto",
  full_auto: "full auto",
};

/**
 * Pure: a scope in three sentences for a supervisor.
 * @param moved why it came where it stands; null where it has never moved
 */
export function explainScope(
  scope: Scope,
  moved: { reason: string } | null,
  { needsApproval, cap }: { needsApproval: boolean; cap: Stage },
): Sentences {
  const next = isBeyond(scope.stage, cap)
    ? `The law lets it go no further than ${STAGE_WORDS[cap]} there, whatever it earns.`
    : whatNext(scope, needsApproval);
  return { why: whyHere(scope, moved), next, down: whatFalls(scope, cap) };
}

/** Pure: whether there is no stage above that the law allows. */
export function isBeyond(stage: Stage, cap: Stage): boolean {
  return stage !== "full_auto" && STAGES.indexOf(stage) >= STAGES.indexOf(cap);
}

function whyHere({ stage, state }: Scope, moved: { reason: string } | null): string {
  const stands = `It stands at ${STAGE_WORDS[stage]}`;
  if (moved) {
    return `${stands}. It came there by this: ${moved.reason}.`;
  }
  const { observations } = state;
  return observations === 0
    ? `${stands}, because nothing has been judged yet.`
    : `${stands}, with ${observations} judged action${observations === 1 ? "" : "s"} so far.`;
}

function whatNext({ state, config }: Scope, needsApproval: boolean): string {
  const next = conditionsForNext(state, config);
  if (!next) {
    return "There is no higher stage.";
  }
  const to = STAGE_WORDS[next.to];
  const missing = next.conditions.filter(({ isMet }) => !isMet);
  if (missing.length === 0) {
    return needsApproval
      ? `Everything for ${to} is there; it is taken once one person asks for it and another approves.`
      : `Everything for ${to} is there; the next good news takes it up.`;
  }
  const left = certificateProgress(state, config).cleanDecisionsLeft;
  const countdown =
    next.to === "guarded_auto" && left > 0
      ? ` About ${left.toLocaleString("en-US")} more clean decisions earn the certificate.`
      : "";
  return `For ${to} it needs more than it has: ${describeMissing(missing)}.${countdown}`;
}

function whatFalls(scope: Scope, cap: Stage): string {
  const { stage, state, config } = scope;
  const { alarm, leaveTrust, patience } = config;
  switch (stage) {
    case "observe":
      return "It cannot fall further; rejections push the proof away, and a kill switch lets it begin anew.";
    case "propose":
      return "A kill switch takes it back to observe; every rejection pushes the certificate away.";
    default: {
      const bad = badNewsToAlarm(state.alarm.cusum, alarm);
      return `About ${bad} bad outcome${bad === 1 ? "" : "s"} close together, or trust below ${leaveTrust.toFixed(2)} in ${patience} evaluations running, take it one stage down; any bad outcome puts the next ${config.scrutiny} actions under full check. ${howChecked(scope, cap)}`;
    }
  }
}

function howChecked(scope: Scope, cap: Stage): string {
  const { state, config } = scope;
  const holdup = holdupOf(scope);
  if (holdup !== null) {
    return `Now every action goes to a person: ${holdup}`;
  }
  const share = percent(nextAuditProbability(state, config, effectiveStage(state.stage, cap)));
  return isExhausted(state, config)
    ? `Its harm budget is used up, so ${share} of its actions are checked until a person renews it.`
    : `Now ${share} of its actions are checked.`;
}

function badNewsToAlarm(cusum: number, alarm: Scope["config"]["alarm"]): number {
  return Math.max(1, Math.ceil((alarm.limit - cusum) / Math.log(alarm.harmful / alarm.normal)));
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
