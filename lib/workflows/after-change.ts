import type { TransactionContext } from "@/lib/kernel/context";

/** What has just happened to a case. */
export interface Trigger {
  change:
    | "case_created"
    | "task_created"
    | "task_state_set"
    | "event_created"
    | "step_reported"
    | "action_executed";
  /** the event that tells of it, or the type of the action that was executed */
  eventType: string | null;
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
