import type { Stage } from "@/lib/packs/pack";
import type { ScopeCounter } from "./scope-counts";
import { trustMetrics } from "./trust/engine";
import type { TrustConfig } from "./trust/trust-config";
import type { TrustState } from "./trust/trust-state";
import type { TrustOverrides } from "./trust-config-of";

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

/** A stored scope with all that it has learnt. */
export interface Scope extends ScopeKey {
  id: number;
  /** the same as its state's */
  stage: Stage;
  state: TrustState;
  counts: Record<ScopeCounter, number>;
  /** what is tolerated less than in its class; empty where nothing is */
  overrides: TrustOverrides;
  /** what is tolerated here */
  config: TrustConfig;
  stageChangedAt: Date | null;
  /** when a kill switch has last taken its trust away */
  stoppedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** One that nobody else changes until the transaction ends. */
export interface HeldScope extends Scope {
  /** secret: who knows it knows which actions are going to be audited */
  coinSeed: string;
}

/** Where a scope stands that nothing is known of. */
const UNKNOWN_SCOPE: ScopeStanding = { stage: "observe", trust: 0 };

export function standingOf(scope: Scope | null): ScopeStanding {
  return scope ? { stage: scope.stage, trust: trustMetrics(scope.state).trust } : UNKNOWN_SCOPE;
}
