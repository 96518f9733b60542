import type { TransactionContext } from "@/lib/kernel/context";

export const CHANGES = [
  "case_created",
  "task_created",
  "task_state_set",
  "event_created",
  "step_reported",
  "action_executed",
] as const;

/** What has just happened to a case. */
export interface Trigger {
  change: (typeof CHANGES)[number];
  /** all else it may be called: the events that tell of it, its actions, and what these brought about */
  eventTypes: readonly string[];
}

/**
 * What follows from a change, in the change's own transaction. The case is locked by the caller.
 * @returns true when the case has changed once more, so that what was read of it is out of date
 */
export type AfterChange = (
  tx: TransactionContext,
  caseId: number,
  trigger: Trigger,
) => Promise<boolean>;
