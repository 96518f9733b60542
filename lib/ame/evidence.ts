import type { JsonObject } from "@/lib/contracts/common";
import type { ScopeKey } from "./scope";
import type { ScopeCounter } from "./trust-metrics";

/** What happened to a proposal; a decision says who made it and why. */
export type Evidence =
  | { kind: "proposed" }
  | { kind: "decided"; decision: "approve" | "reject" | "defer"; reason: string }
  | { kind: "executed"; executionId: number }
  | {
      kind: "outcome";
      isSuccess: boolean;
      hasError: boolean;
      timeSavedSec: number | null;
      executionId: number | null;
      /** true when it was counted as missed before, which it now takes the place of */
      wasMissed: boolean;
    }
  | { kind: "outcome_missed"; executionId: number }
  | { kind: "rolled_back"; reason: string; executionId: number };

/** The proposal an event belongs to, with the forecast and inputs it was made with. */
export interface Forecast {
  /** null where a reporting system names none */
  proposalId: string | null;
  scope: ScopeKey;
  /** 0 … 1; null = unknown */
  confidence: number | null;
  /** 0 … 1; null = unknown */
  safety: number | null;
  timeSavedSec: number | null;
  features: JsonObject;
  context: JsonObject | null;
}

/** Of an event that names no proposal: nothing was forecast. */
export function withoutForecast(scope: ScopeKey): Forecast {
  const unknown = { confidence: null, safety: null, timeSavedSec: null };
  return { ...unknown, proposalId: null, scope, features: {}, context: null };
}

export function isBadNews(evidence: Evidence): boolean {
  return evidence.kind === "outcome"
    ? !evidence.isSuccess || evidence.hasError
    : evidence.kind === "rolled_back" || evidence.kind === "outcome_missed";
}

/** Good news must name its proposal; bad news counts from anywhere. */
export function countsAsEvidence(forecast: Forecast, evidence: Evidence): boolean {
  return forecast.proposalId !== null || isBadNews(evidence);
}

/** What may happen once to a proposal, as a key; null = any number of times. */
export function onceKeyOf({ proposalId }: Forecast, evidence: Evidence): string | null {
  const isRepeatable = evidence.kind === "decided" && evidence.decision === "defer";
  return proposalId === null || isRepeatable ? null : `${evidence.kind}:${proposalId}`;
}

type Additions = Partial<Record<ScopeCounter, number>>;

/** What one event adds to the counters of its scope. */
export function additionsOf(forecast: Forecast, evidence: Evidence): Additions {
  if (!countsAsEvidence(forecast, evidence)) {
    return {};
  }
  switch (evidence.kind) {
    case "proposed":
      return { proposalCount: 1 };
    case "decided":
      return { [COUNTER_OF_DECISION[evidence.decision]]: 1 };
    case "executed":
      return { executionCount: 1 };
    case "rolled_back":
      return { rollbackCount: 1 };
    case "outcome_missed":
      return { missedOutcomeCount: 1, ...judgementOf(forecast, true) };
    case "outcome":
      return {
        ...sumOf(
          judgementOf(forecast, isBadNews(evidence)),
          evidence.wasMissed ? negated(judgementOf(forecast, true)) : {},
        ),
        ...valueAdditions(forecast.timeSavedSec, evidence.timeSavedSec),
      };
  }
}

function judgementOf({ safety }: Forecast, isBad: boolean): Additions {
  return {
    ...(isBad ? { failureCount: 1 } : { successCount: 1 }),
    ...safetyAdditions(safety, isBad),
  };
}

function negated(additions: Additions): Additions {
  return Object.fromEntries(Object.entries(additions).map(([name, by]) => [name, -by]));
}

/** Counters that do not change are left out. */
function sumOf(some: Additions, others: Additions): Additions {
  const sum: Record<string, number> = { ...some };
  for (const [name, by] of Object.entries(others)) {
    sum[name] = (sum[name] ?? 0) + by;
  }
  return Object.fromEntries(Object.entries(sum).filter(([, by]) => by !== 0));
}

const COUNTER_OF_DECISION = {
  approve: "approvalCount",
  reject: "rejectionCount",
  defer: "deferralCount",
} as const;

function safetyAdditions(predicted: number | null, isBad: boolean): Additions {
  return predicted === null
    ? {}
    : { safetyErrorSum: Math.abs(predicted - (isBad ? 0 : 1)), safetyErrorCount: 1 };
}

/** A forecast of no time saved has nothing to compare with. */
function valueAdditions(predictedSec: number | null, observedSec: number | null): Additions {
  return predictedSec === null || predictedSec === 0 || observedSec === null
    ? {}
    : { valueSum: Math.min(observedSec / predictedSec, 1), valueCount: 1 };
}
