import type { TaskState } from "@/lib/contracts/workflow";
import { readCaseAttributes } from "@/lib/packs/read-case-attributes";
import type { Trigger } from "@/lib/workflows/after-change";
import type { CaseWithDetails } from "@/lib/workflows/case";

/** null = nothing is known, so every comparison but a negative one is false. */
type FactValue = string | number | boolean | readonly string[] | null;

/** What conditions look at. Times are milliseconds since 1970. */
export interface Facts {
  values: Readonly<Record<string, FactValue>>;
  attributes: Readonly<Record<string, unknown>>;
  /** the change that was just made; null in a dry run, where the newest event stands in for it */
  trigger: Trigger | null;
}

const MINUTE_MS = 60_000;

/**
 * Pure: the declared fields of one case.
 * @param counts tasks by state, of all tasks, where the case holds only the newest
 */
export function readFacts(
  one: CaseWithDetails,
  counts: Readonly<Record<TaskState, number>>,
  at: { now: Date; trigger: Trigger | null },
): Facts {
  return {
    values: {
      ...caseFacts(one, at.now),
      ...taskFacts(one, counts),
      ...drugFacts(one),
      event_count: one.eventCount,
      last_event_type: one.events.at(-1)?.eventType ?? null,
      event_types: one.events.map(({ eventType }) => eventType),
      hour_of_day: at.now.getUTCHours(),
      day_of_week: at.now.getUTCDay(),
    },
    attributes: one.attributes,
    trigger: at.trigger,
  };
}

function caseFacts(one: CaseWithDetails, now: Date) {
  const enteredAt = enteredQueueAt(one);
  return {
    case_id: one.id,
    name: one.name,
    queue: one.queue,
    state: one.state,
    workflow_state: one.state,
    priority: one.priority,
    site_id: one.siteId,
    scenario: one.scenarioKey,
    is_open: one.isOpen,
    insurance: one.insurance,
    insurance_verified: one.insurance === "accepted",
    created_at: one.createdAt.getTime(),
    updated_at: one.updatedAt.getTime(),
    promised_at: one.promisedAt.getTime(),
    minutes_to_promise: minutesBetween(now, one.promisedAt),
    minutes_since_created: minutesBetween(one.createdAt, now),
    minutes_in_queue: enteredAt && minutesBetween(enteredAt, now),
  };
}

/** null when the case has moved so long ago that the move is not among its newest events. */
function enteredQueueAt(one: CaseWithDetails): Date | null {
  if (one.moveCount === 0) {
    return one.createdAt;
  }
  return one.events.findLast(({ eventType }) => eventType === "queue_changed")?.createdAt ?? null;
}

function taskFacts(one: CaseWithDetails, counts: Readonly<Record<TaskState, number>>) {
  const namesOf = (...states: TaskState[]) =>
    one.tasks.filter(({ state }) => states.includes(state)).map(({ name }) => name);
  return {
    task_count: one.taskCount,
    pending_task_count: counts.pending,
    in_progress_task_count: counts.in_progress,
    completed_task_count: counts.completed,
    failed_task_count: counts.failed,
    open_task_count: counts.pending + counts.in_progress,
    all_tasks_completed: one.taskCount > 0 && counts.completed === one.taskCount,
    task_names: one.tasks.map(({ name }) => name),
    open_task_names: namesOf("pending", "in_progress"),
    completed_task_names: namesOf("completed"),
  };
}

function drugFacts({ attributes }: CaseWithDetails) {
  const known = readCaseAttributes(attributes);
  return {
    payer: known.payer ?? null,
    reject_code: known.reject_code ?? null,
    has_blocker: known.blocker !== undefined && known.blocker !== "",
    drug_name: known.drug?.name ?? null,
    drug_schedule: known.drug?.schedule ?? null,
    is_controlled: known.drug ? known.drug.schedule !== null : null,
    days_supply: known.days_supply ?? null,
    refills_remaining: known.refills_remaining ?? null,
    quantity: known.quantity ?? null,
  };
}

function minutesBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / MINUTE_MS);
}
