/** What the first implementation documents. */
export const CONDITION = {
  type: "workflow_state",
  state: "data_entry",
  all: [{ field: "insurance_verified", operator: "equals", value: true }],
};
export const ACTION = {
  type: "advance_queue",
  to_queue: "pre_verification",
  notify: ["front desk"],
};
export const PROGRAM = { condition: "state == 'ordered'", action: "workflow.state = 'failed'" };

export const rule = (name: string, more: object = {}) => ({
  name,
  condition: CONDITION,
  action: ACTION,
  enabled: false,
  ...more,
});
export const inAll = (part: object) => ({ type: "always", all: [part] });
