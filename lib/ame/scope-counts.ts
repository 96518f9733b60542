/** What is counted in a scope, one addition an event. What happened is counted, evidence or not. */
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
};

export type ScopeCounter = keyof typeof NOTHING_COUNTED;
export type ScopeCounts = Readonly<Record<ScopeCounter, number>>;
