import type { CheckCases } from "./reviewer-repository";

/** Before anything is known: as good as the engine assumes, worth ten check cases. */
const PRIOR = { caught: 9, missed: 1 } as const;

/**
 * Pure: the estimate of the share of harms that a reviewer sees, 0 … 1: the mean of Beta(9 + caught,
 * 1 + missed). So one miss weighs at once, and it takes nine catches to outweigh it.
 */
export function sensitivityOf(checks: CheckCases | null): number {
  const caught = PRIOR.caught + (checks?.caught ?? 0);
  const missed = PRIOR.missed + (checks?.missed ?? 0);
  return caught / (caught + missed);
}

/** Pure: whether the engine may take their good news as it assumes it to be. */
export function isReliable(checks: CheckCases | null, assumed: number): boolean {
  return sensitivityOf(checks) >= assumed;
}
