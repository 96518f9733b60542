import type { Stage } from "@/lib/packs/pack";

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

/** Where a scope stands that nothing is known of. */
export const UNKNOWN_SCOPE: ScopeStanding = { stage: "observe", trust: 0 };
