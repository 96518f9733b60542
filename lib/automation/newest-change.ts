import type { Trigger } from "@/lib/workflows/after-change";
import type { CaseEvent, CaseWithDetails } from "@/lib/workflows/case";
import { ACTION_TYPES } from "./action-registry";

/**
 * Pure: the newest change of a case, as far as its tasks and events tell of it; all that one change
 * writes bears the same time. Stands in a dry run for the change that rules would follow.
 */
export function newestChange(one: CaseWithDetails): Trigger {
  const at = one.updatedAt.getTime();
  const isNew = (item: { createdAt: Date }) => item.createdAt.getTime() === at;
  const isChanged = (task: { updatedAt: Date }) => task.updatedAt.getTime() === at;
  const taskNames = [
    ...(one.tasks.some(isNew) ? ["task_created" as const] : []),
    ...(one.tasks.some((task) => isChanged(task) && !isNew(task))
      ? ["task_state_set" as const]
      : []),
  ];
  const events = one.events.filter(isNew);
  const told = events.length > 0 || taskNames.length > 0 ? events : one.events.slice(-1);
  const actions = told.flatMap(actionOf);
  return {
    change:
      one.version === 1
        ? "case_created"
        : (changeOf(told, actions) ?? taskNames[0] ?? "event_created"),
    eventTypes: [...new Set([...told.map(({ eventType }) => eventType), ...actions, ...taskNames])],
  };
}

/** A move says which action has made it. */
function actionOf({ payload }: CaseEvent): string[] {
  const { by } = payload;
  return typeof by === "string" && ACTION_TYPES.includes(by) ? [by] : [];
}

/** null where the events leave it open. A move that no action has made was reported. */
function changeOf(
  events: readonly CaseEvent[],
  actions: readonly string[],
): Trigger["change"] | null {
  if (actions.length > 0) {
    return "action_executed";
  }
  return events.some(({ eventType }) => eventType === "queue_changed") ? "step_reported" : null;
}
