import type { TaskState } from "@/lib/contracts/workflow";
import { isControlled } from "@/lib/packs/drug-schedule";
import { rejectCodeOf } from "@/lib/packs/reject-code-of";
import { toldRejectCodes } from "@/lib/packs/told-reject-codes";
import type { Trigger } from "@/lib/workflows/after-change";
import type { CaseWithDetails, Task } from "@/lib/workflows/case";

/** null = nothing is known, so every comparison but a negative one is false. */
type FactValue = string | number | boolean | readonly string[] | null;

/** What conditions look at. Times are milliseconds since 1970. */
export interface Facts {
  values: Readonly<Record<string, FactValue>>;
  attributes: Readonly<Record<string, unknown>>;
  /** the change that was just made; null where none was, so that no event is what a rule waits for */
  trigger: Trigger | null;
}

const MINUTE_MS = 60_000;

/**
 * Pure: the declared fields of one case. One literal, since building it from parts by spreading
 * costs 20 times as much. The drug and the claim as `readCaseAttributes` understands them.
 * @param counts tasks by state, of all tasks, where the case holds only the newest
 */
export function readFacts(
  one: CaseWithDetails,
  counts: Readonly<Record<TaskState, number>>,
  { now, trigger }: { now: Date; trigger: Trigger | null },
): Facts {
  const { attributes, tasks, events } = one;
  const drug = drugOf(attributes["drug"]);
  const enteredAt = enteredQueueAt(one);
  const values = {
    case_id: one.id,
    name: one.name,
    queue: one.queue,
    state: one.state,
    workflow_state: one.state,
    priority: one.priority,
    site_id: one.siteId,
    scenario: one.scenarioKey,
    is_open: one.isOpen,
    created_at: one.createdAt.getTime(),
    updated_at: one.updatedAt.getTime(),
    promised_at: one.promisedAt.getTime(),
    minutes_to_promise: minutesBetween(now, one.promisedAt),
    minutes_since_created: minutesBetween(one.createdAt, now),
    minutes_in_queue: enteredAt && minutesBetween(enteredAt, now),
    has_blocker: Boolean(textOf(attributes["blocker"])),
    task_count: one.taskCount,
    open_task_count: counts.pending + counts.in_progress,
    pending_task_count: counts.pending,
    in_progress_task_count: counts.in_progress,
    completed_task_count: counts.completed,
    failed_task_count: counts.failed,
    all_tasks_completed: one.taskCount > 0 && counts.completed === one.taskCount,
    task_names: tasks.map(({ name }) => name),
    open_task_names: namesOf(tasks, "pending", "in_progress"),
    completed_task_names: namesOf(tasks, "completed"),
    event_count: one.eventCount,
    last_event_type: events.at(-1)?.eventType ?? null,
    event_types: events.map(({ eventType }) => eventType),
    insurance: one.insurance,
    insurance_verified: one.insurance === "accepted",
    payer: textOf(attributes["payer"]),
    reject_code: rejectCodeOf(toldRejectCodes(attributes)),
    drug_name: drug?.name ?? null,
    drug_schedule: drug?.schedule ?? null,
    is_controlled: isControlled(attributes),
    days_supply: numberOf(attributes["days_supply"]),
    refills_remaining: numberOf(attributes["refills_remaining"]),
    quantity: numberOf(attributes["quantity"]),
    hour_of_day: now.getUTCHours(),
    day_of_week: now.getUTCDay(),
  };
  return { values, attributes, trigger };
}

/** null when the case has moved so long ago that the move is not among its newest events. */
function enteredQueueAt(one: CaseWithDetails): Date | null {
  if (one.moveCount === 0) {
    return one.createdAt;
  }
  return one.events.findLast(({ eventType }) => eventType === "queue_changed")?.createdAt ?? null;
}

function namesOf(tasks: readonly Task[], ...states: TaskState[]): string[] {
  return tasks.filter(({ state }) => states.includes(state)).map(({ name }) => name);
}

function drugOf(value: unknown): { name: string; schedule: string | null } | null {
  const { name, schedule } = Object(value) as Record<string, unknown>;
  return typeof name === "string" ? { name, schedule: textOf(schedule) } : null;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : null);
const numberOf = (value: unknown) => (typeof value === "number" ? value : null);

function minutesBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / MINUTE_MS);
}
