import type { Trigger } from "@/lib/workflows/after-change";
import type { Effect } from "./action";
import type { Execution } from "./proposal";

const NAME_OF_EFFECT: Partial<Record<Effect["kind"], string>> = {
  move_case: "queue_changed",
  set_insurance: "insurance_changed",
  set_task_state: "task_state_set",
  add_task: "task_created",
};

/** What rules hear of executions: the actions, and all that these changed. */
export function executedTrigger(
  executions: readonly Pick<Execution, "actionType" | "effects">[],
): Trigger {
  const names = executions.flatMap(({ actionType, effects }) => [
    actionType,
    ...effects.flatMap(({ kind }) => NAME_OF_EFFECT[kind] ?? []),
  ]);
  return { change: "action_executed", eventTypes: [...new Set(names)] };
}
