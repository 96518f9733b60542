/** The action that takes a case one queue further on its way. */
export const STEP_ACTION = "advance_queue";
