import type { TrustConfig } from "./trust-config";

/** Weighted sums in which each piece of evidence has the weight e^(-decay x days since it). */
export interface DecayedSums {
  /** the latest time seen, in days since any fixed day; the sums are as of then */
  atDays: number;
  succeeded: number;
  failed: number;
  approved: number;
  rejected: number;
  executed: number;
  overridden: number;
  /** of |predicted safety - observed safety| */
  safetyError: number;
  safetyCount: number;
  /** of min(observed / predicted time saved, 1.5) */
  value: number;
  valueCount: number;
}

/** Each 0 … 1. */
export interface TrustMetrics {
  trust: number;
  /** success share of the outcomes; while there are none, of the decisions; 0 while there is nothing */
  reliability: number;
  /** approved share of the decisions; 0 while there are none */
  alignment: number;
  /** 1 - mean error of the safety forecasts; 0.5 while unknown */
  safetyCalibration: number;
  /** mean share of the promised time that was saved; 0.5 while unknown */
  valueScore: number;
  /** share of the executions that were overridden or rolled back */
  overrideRate: number;
}

/** What was foretold of an action and what was seen of it, where it is known. */
export interface Observation {
  /** 0 … 1 */
  predictedSafety?: number | null | undefined;
  predictedTimeSavedSec?: number | null | undefined;
  observedTimeSavedSec?: number | null | undefined;
}

type SumName = Exclude<keyof DecayedSums, "atDays">;

const NAMES = [
  ...(["succeeded", "failed", "approved", "rejected", "executed", "overridden"] as const),
  ...(["safetyError", "safetyCount", "value", "valueCount"] as const),
] as const satisfies readonly SumName[];
const UNKNOWN = 0.5;
const MAX_VALUE = 1.5;

export function newSums(): DecayedSums {
  return {
    atDays: 0,
    ...{ succeeded: 0, failed: 0, approved: 0, rejected: 0, executed: 0, overridden: 0 },
    ...{ safetyError: 0, safetyCount: 0, value: 0, valueCount: 0 },
  };
}

/**
 * Brings the sums to a time, and says what evidence of that time weighs in them: 1, or what its age
 * leaves of it when it comes late. The order of arrival makes no difference.
 */
export function weightAt(sums: DecayedSums, { decayPerDay }: TrustConfig, atDays: number): number {
  const later = atDays - sums.atDays;
  if (later <= 0) {
    return Math.exp(decayPerDay * later);
  }
  const kept = Math.exp(-decayPerDay * later);
  for (const name of NAMES) {
    sums[name] *= kept;
  }
  sums.atDays = atDays;
  return 1;
}

/** What an observed action says about its forecasts; nothing where one of the two is unknown. */
export function addForecasts(
  sums: DecayedSums,
  weight: number,
  isBad: boolean,
  observation: Observation,
): void {
  const { predictedSafety, predictedTimeSavedSec, observedTimeSavedSec } = observation;
  if (typeof predictedSafety === "number") {
    sums.safetyError += weight * Math.abs(predictedSafety - (isBad ? 0 : 1));
    sums.safetyCount += weight;
  }
  // A forecast of no time saved has nothing to compare with.
  if (typeof observedTimeSavedSec === "number" && predictedTimeSavedSec) {
    sums.value += weight * Math.min(observedTimeSavedSec / predictedTimeSavedSec, MAX_VALUE);
    sums.valueCount += weight;
  }
}

/** The seed's five metrics and what they come to: .35 R + .25 A + .25 S + .15 V - .25 overrides. */
export function metricsOf(sums: DecayedSums): TrustMetrics {
  const { succeeded, failed, approved, rejected, executed, overridden } = sums;
  const alignment = share(approved, approved + rejected, 0);
  const metrics = {
    reliability: share(succeeded, succeeded + failed, alignment),
    alignment,
    safetyCalibration: clamp(1 - share(sums.safetyError, sums.safetyCount, 1 - UNKNOWN)),
    valueScore: share(sums.value, sums.valueCount, UNKNOWN),
    // What was done elsewhere without telling can still have been overridden.
    overrideRate: share(overridden, Math.max(executed, overridden), 0),
  };
  const isKnown = succeeded + failed + approved + rejected + overridden > 0;
  return { trust: isKnown ? trustOf(metrics) : 0, ...metrics };
}

function trustOf(metrics: Omit<TrustMetrics, "trust">): number {
  return clamp(
    0.35 * metrics.reliability +
      0.25 * metrics.alignment +
      0.25 * metrics.safetyCalibration +
      0.15 * metrics.valueScore -
      0.25 * metrics.overrideRate,
  );
}

function share(part: number, whole: number, whileUnknown: number): number {
  return whole === 0 ? whileUnknown : clamp(part / whole);
}

function clamp(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
