import type { JsonObject } from "@/lib/contracts/common";
import type { InsuranceState, TaskState, WorkflowState } from "@/lib/contracts/workflow";

/** A case, as the services know it. The HTTP API calls it a workflow. */
export interface Case {
  id: number;
  siteId: string;
  packId: string;
  scenarioKey: string | null;
  name: string;
  description: string | null;
  state: WorkflowState;
  queue: string;
  /** 1 = most urgent … 5 */
  priority: number;
  /** when the patient was told it would be ready; the legal clock where nobody promised */
  promisedAt: Date;
  insurance: InsuranceState;
  attributes: JsonObject;
  isOpen: boolean;
  /** grows by one whenever the case enters a queue */
  moveCount: number;
  /** grows by one with every change to the case, its tasks or its events */
  version: number;
  taskCount: number;
  eventCount: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface Task {
  id: number;
  caseId: number;
  name: string;
  assignedTo: string | null;
  state: TaskState;
  createdAt: Date;
  updatedAt: Date;
}

export interface CaseEvent {
  id: number;
  caseId: number;
  eventType: string;
  payload: JsonObject;
  createdAt: Date;
}

export type CaseWithDetails = Case & { tasks: Task[]; events: CaseEvent[] };
