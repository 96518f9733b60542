/**
 * What is tolerated and how it is checked, per class of actions. Probabilities are 0 … 1; counts are
 * actions. Source of the defaults: simulation (`npm run bench:ame`).
 */
export interface TrustConfig {
  /** tolerated share of actions that do harm */
  readonly alpha: number;
  /** tolerated probability that a statement of the certificate or of the ledger is wrong */
  readonly delta: number;
  /** unseen harms that are tolerated before `alpha` times the unaudited actions allows more */
  readonly harmBudget: number;
  /** assumed probability that a reviewer sees a harm that is there */
  readonly reviewerSensitivity: number;
  /** actions begun before an audit is settled; a high quantile of what was measured */
  readonly auditLag: number;
  /** true = the bound that holds under any drift decides how rarely to check, not the estimate */
  readonly strict: boolean;
  /** probabilities of an audit to choose from, falling */
  readonly auditLevels: readonly number[];
  /** the lowest of them at conditional_auto */
  readonly conditionalFloor: number;
  /** actions that are all audited after any bad news */
  readonly scrutiny: number;
  /** the same after an alarm */
  readonly alarmScrutiny: number;
  /** audits that may wait before the next action goes to a person */
  readonly maxPendingAudits: number;
  /** audited actions at guarded_auto before conditional_auto */
  readonly guardedActions: number;
  /** harm rates that the alarm tells apart, and the log-likelihood ratio at which it rings */
  readonly alarm: { readonly normal: number; readonly harmful: number; readonly limit: number };
  /** trust, 0 … 1, below which nothing enters a stage */
  readonly entryTrust: Readonly<
    Record<"propose" | "guarded_auto" | "conditional_auto" | "full_auto", number>
  >;
  /** trust below which a stage that acts is left after `patience` evaluations in a row */
  readonly leaveTrust: number;
  readonly patience: number;
  /** the highest share of overridden executions with which a stage is entered */
  readonly maxOverrideRate: number;
  /** judged actions before propose */
  readonly minObservations: number;
  /** share of a piece of evidence that a day takes off its weight, as the rate of an exponential */
  readonly decayPerDay: number;
  /** true = a promotion above propose waits until people have approved it */
  readonly awaitsApproval: boolean;
}
