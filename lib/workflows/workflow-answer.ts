import type { EventAnswer, TaskAnswer, WorkflowAnswer } from "@/lib/contracts/workflow";
import { maskCaseAttributes, maskPatientData } from "@/lib/packs/patient-data";
import type { CaseEvent, CaseWithDetails, Task } from "./case";

/** A case in the shape of the HTTP API, with patient data masked. */
export function toWorkflowAnswer(one: CaseWithDetails): WorkflowAnswer {
  return {
    id: one.id,
    name: one.name,
    description: one.description,
    state: one.state,
    queue: one.queue,
    site_id: one.siteId,
    scenario: one.scenarioKey,
    priority: one.priority,
    promised_at: one.promisedAt.toISOString(),
    insurance: one.insurance,
    attributes: maskCaseAttributes(one.attributes),
    version: one.version,
    task_count: one.taskCount,
    event_count: one.eventCount,
    created_at: one.createdAt.toISOString(),
    updated_at: one.updatedAt.toISOString(),
    tasks: one.tasks.map(toTaskAnswer),
    events: one.events.map(toEventAnswer),
  };
}

export function toTaskAnswer(task: Task): TaskAnswer {
  return {
    id: task.id,
    workflow_id: task.caseId,
    name: task.name,
    assigned_to: task.assignedTo,
    state: task.state,
    created_at: task.createdAt.toISOString(),
    updated_at: task.updatedAt.toISOString(),
  };
}

export function toEventAnswer(event: CaseEvent): EventAnswer {
  return {
    id: event.id,
    workflow_id: event.caseId,
    event_type: event.eventType,
    payload: maskPatientData(event.payload),
    created_at: event.createdAt.toISOString(),
  };
}
