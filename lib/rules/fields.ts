import { insuranceState, workflowState } from "@/lib/contracts/workflow";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import type { FieldType } from "./operators";

export interface Field {
  name: string;
  type: FieldType;
  description: string;
  /** the only values it ever has; absent = any */
  values?: readonly string[];
  /** may tell who the patient is: what was seen is never written into a trail */
  isPrivate?: boolean;
}

/** Where a case may stand. */
export const QUEUES: readonly string[] = DEFAULT_PACK.queues.map(({ key }) => key);
export const STATES: readonly string[] = workflowState.options;

const text = (name: string, description: string, more: Partial<Field> = {}): Field => ({
  name,
  type: "string",
  description,
  ...more,
});
const number = (name: string, description: string): Field => ({
  name,
  type: "number",
  description,
});
const yesNo = (name: string, description: string): Field => ({
  name,
  type: "boolean",
  description,
});
const time = (name: string, description: string): Field => ({ name, type: "time", description });
const list = (name: string, description: string, more: Partial<Field> = {}): Field => ({
  name,
  type: "string_list",
  description,
  ...more,
});

/** Every field that a condition may name, beside `attributes.<key>`. */
export const FIELDS: readonly Field[] = [
  number("case_id", "Id of the case"),
  text("name", "Name of the case", { isPrivate: true }),
  text("queue", "Where the case stands", { values: QUEUES }),
  text("workflow_state", "State of the case", { values: STATES }),
  text("state", "The same as workflow_state", { values: STATES }),
  number("priority", "1 = most urgent … 5"),
  text("site_id", "The store"),
  text("scenario", "Template or demo scenario the case was made from"),
  yesNo("is_open", "False once the case has reached the end of its way"),
  time("created_at", "When the case was opened"),
  time("updated_at", "When the case last changed"),
  time("promised_at", "When the patient was told it would be ready"),
  number("minutes_to_promise", "Minutes until promised_at; negative = broken"),
  number("minutes_since_created", "Minutes since the case was opened"),
  number("minutes_in_queue", "Minutes since the case entered its queue"),
  yesNo("has_blocker", "Something stands in the case's way"),
  number("task_count", "All tasks"),
  number("open_task_count", "Tasks that are pending or in progress"),
  number("pending_task_count", "Tasks nobody has begun"),
  number("in_progress_task_count", "Tasks somebody works on"),
  number("completed_task_count", "Tasks that are done"),
  number("failed_task_count", "Tasks that failed"),
  yesNo("all_tasks_completed", "There is a task, and every task is completed"),
  list("task_names", "Names of the newest 200 tasks", { isPrivate: true }),
  list("open_task_names", "Those that are pending or in progress", { isPrivate: true }),
  list("completed_task_names", "Those that are completed", { isPrivate: true }),
  number("event_count", "All events"),
  text("last_event_type", "Type of the newest event"),
  list("event_types", "Types of the newest 200 events"),
  text("insurance", "The payer's answer", { values: insuranceState.options }),
  yesNo("insurance_verified", "The payer has accepted the claim"),
  text("payer", "Name of the payer"),
  text("reject_code", "NCPDP reject code of the claim"),
  text("drug_name", "Generic name, lower case but for tall-man letters"),
  text("drug_schedule", "C-II … C-V; missing when uncontrolled"),
  yesNo(
    "is_controlled",
    "The drug has a schedule, or one that is not understood or not told; missing when no drug is told",
  ),
  number("days_supply", "Days the prescription lasts"),
  number("refills_remaining", "Refills left"),
  number("quantity", "Units dispensed"),
  number("hour_of_day", "0 … 23, UTC"),
  number("day_of_week", "0 = Sunday … 6, UTC"),
];

const BY_NAME = new Map(FIELDS.map((field) => [field.name, field]));

/** Free-form attributes: one to five keys deep. */
export const ATTRIBUTES_PREFIX = "attributes.";
const ATTRIBUTE = /^attributes(?:\.[\w-]{1,100}){1,5}$/;

/** The field of this name; null when none is declared. */
export function findField(name: string): Field | null {
  const declared = BY_NAME.get(name);
  if (declared) {
    return declared;
  }
  return ATTRIBUTE.test(name)
    ? { name, type: "any", description: "An attribute of the case", isPrivate: true }
    : null;
}
