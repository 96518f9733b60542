import type { Stage } from "@/lib/packs/pack";
import { type ScopeCounts, trustOf } from "./trust-metrics";

/** What is trusted: one kind of action, at one place, in one role. */
export interface ScopeKey {
  siteId: string;
  queue: string;
  actionType: string;
  /** "" when no role is named */
  roleContext: string;
}

export interface ScopeStanding {
  stage: Stage;
  /** 0 … 1 */
  trust: number;
}

/** A stored scope with all that was counted in it. */
export interface Scope extends ScopeKey {
  id: number;
  stage: Stage;
  counts: ScopeCounts;
  stageChangedAt: Date | null;
  updatedAt: Date;
}

/** Where a scope stands that nothing is known of. */
const UNKNOWN_SCOPE: ScopeStanding = { stage: "observe", trust: 0 };

export function standingOf(scope: Scope | null): ScopeStanding {
  return scope ? { stage: scope.stage, trust: trustOf(scope.counts) } : UNKNOWN_SCOPE;
}
