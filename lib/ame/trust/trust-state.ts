import type { Alarm } from "./alarm";
import type { Certificate } from "./certificate";
import type { Ledger } from "./ledger";
import type { DecayedSums } from "./metrics";

export type Stage = "observe" | "propose" | "guarded_auto" | "conditional_auto" | "full_auto";

/** All that is known of a scope, as plain JSON. */
export interface TrustState {
  stage: Stage;
  certificate: Certificate;
  ledger: Ledger;
  alarm: Alarm;
  sums: DecayedSums;
  /** decisions and outcomes so far */
  observations: number;
  /** actions drawn for an audit that is not settled yet */
  pendingAudits: number;
  /** audits settled at guarded_auto since it was entered */
  guardedActions: number;
  /** evaluations in a row with too little trust for a stage that acts */
  lowTrust: number;
}

/** Why a scope has moved, with the figures that moved it. */
export interface StageChange {
  from: Stage;
  to: Stage;
  reason: string;
}
