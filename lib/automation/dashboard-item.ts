import type { DashboardItem } from "@/lib/contracts/dashboard";
import type { WorkflowAnswer } from "@/lib/contracts/workflow";

const KROGER_SCENARIO = /^kroger_/;

/** A case in the shape of the first dashboard. */
export function toDashboardItem(workflow: WorkflowAnswer): DashboardItem {
  return {
    id: workflow.id,
    name: workflow.name,
    state: workflow.state,
    queue: workflow.queue,
    insurance: workflow.insurance,
    tasks: workflow.task_count,
    events: workflow.event_count,
    is_kroger: KROGER_SCENARIO.test(workflow.scenario ?? ""),
    raw: workflow,
  };
}
