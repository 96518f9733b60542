/** What is counted in a scope, one addition an event. */
export const NOTHING_COUNTED = {
  proposalCount: 0,
  approvalCount: 0,
  rejectionCount: 0,
  deferralCount: 0,
  executionCount: 0,
  rollbackCount: 0,
  successCount: 0,
  failureCount: 0,
  missedOutcomeCount: 0,
  /** sum and number of |predicted safety - observed|, observed = 1 for a clean success, else 0 */
  safetyErrorSum: 0,
  safetyErrorCount: 0,
  /** sum and number of min(observed / predicted time saved, 1) */
  valueSum: 0,
  valueCount: 0,
};

export type ScopeCounter = keyof typeof NOTHING_COUNTED;
export type ScopeCounts = Readonly<Record<ScopeCounter, number>>;

/** Each 0 … 1. */
export interface TrustMetrics {
  /** share of the reported outcomes that were good */
  reliability: number;
  /** share of the decisions that approved; deferring is none */
  alignment: number;
  /** 1 - mean error of the safety forecasts; 0.5 while unknown */
  safety_calibration: number;
  /** mean share of the promised time that was saved; 0.5 while unknown */
  value_score: number;
  /** share of the executions that were rolled back */
  override_rate: number;
}

const UNKNOWN = 0.5;

export function trustMetricsOf(counts: ScopeCounts): TrustMetrics {
  const { successCount, failureCount, approvalCount, rejectionCount } = counts;
  const { safetyErrorSum, safetyErrorCount, valueSum, valueCount } = counts;
  // What another system did without telling us can still have been rolled back.
  const executions = Math.max(counts.executionCount, counts.rollbackCount);
  return {
    reliability: share(successCount, successCount + failureCount, 0),
    alignment: share(approvalCount, approvalCount + rejectionCount, 0),
    safety_calibration: clamp(1 - share(safetyErrorSum, safetyErrorCount, 1 - UNKNOWN)),
    value_score: share(valueSum, valueCount, UNKNOWN),
    override_rate: share(counts.rollbackCount, executions, 0),
  };
}

/** The trust score, 0 … 1; 0 while nobody has decided on anything and nothing has been observed. */
export function trustOf(counts: ScopeCounts): number {
  const decisions = counts.approvalCount + counts.rejectionCount;
  const observations = counts.successCount + counts.failureCount + counts.rollbackCount;
  if (decisions + observations === 0) {
    return 0;
  }
  const metrics = trustMetricsOf(counts);
  return clamp(
    0.35 * metrics.reliability +
      0.25 * metrics.alignment +
      0.25 * metrics.safety_calibration +
      0.15 * metrics.value_score -
      0.25 * metrics.override_rate,
  );
}

function share(part: number, whole: number, whileUnknown: number): number {
  return whole === 0 ? whileUnknown : clamp(part / whole);
}

function clamp(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
