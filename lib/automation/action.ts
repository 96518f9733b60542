import type { z } from "zod";
import type { JsonObject } from "@/lib/contracts/common";
import type { Permission } from "@/lib/contracts/permission";
import type { InsuranceState, TaskState } from "@/lib/contracts/workflow";
import type { Pack } from "@/lib/packs/pack";
import type { Case, Task } from "@/lib/workflows/case";

/** One thing an action does to the case or asks of another system. */
export type Effect =
  | { kind: "move_case"; from: string; to: string }
  | { kind: "set_insurance"; from: InsuranceState; to: InsuranceState }
  | { kind: "set_attributes"; before: JsonObject; after: JsonObject }
  | { kind: "set_task_state"; taskId: number; from: TaskState; to: TaskState }
  | { kind: "add_task"; name: string; assignedTo: string | null; taskId: number | null }
  | { kind: "remove_task"; taskId: number; name: string }
  | { kind: "send"; topic: string; payload: JsonObject; messageId: number | null }
  | { kind: "cancel_message"; messageId: number; topic: string };

/** What an action looks at when it plans. */
export interface Subject {
  pack: Pack;
  case: Case;
  /** the newest tasks of the case, oldest first */
  tasks: readonly Task[];
  /** the moment it is planned for */
  now(): Date;
}

/** What an action would do; `sealPlan` says who may carry it out. */
export interface Draft {
  effects: Effect[];
  /** key of the gate that must be open, or null where none is asked */
  gate: string | null;
  /** what the person who approves must be allowed to do */
  decidedWith: Extract<Permission, "proposals:decide" | "clinical:decide">;
  /** what supports it, in the words of whoever asks */
  evidence?: string;
  /** why, for the audit trail, where the act asks for a reason */
  why?: { reasonCode: string; reason: string };
}

export interface Suggestion {
  label: string;
  payload: JsonObject;
  /** why, in one sentence */
  reason: string;
}

/** A kind of action: the only way automation can change anything. */
export interface ActionDefinition<Payload = unknown> {
  type: string;
  /** what it does, for people */
  description: string;
  payload: z.ZodType<Payload>;
  /** minutes in which it can be undone; null = it cannot */
  reversibleForMinutes: number | null;
  /**
   * Pure: what running it now would do.
   * @throws AppError invalid or conflict when it makes no sense for this case
   */
  plan(subject: Subject, payload: Payload): Draft;
  /** Pure: what undoes the effects that were applied. */
  compensate(applied: readonly Effect[]): Effect[];
  /** Pure: what it would propose for this case, or null. */
  suggest(subject: Subject): Suggestion | null;
}

/** Keeps the payload type while the action is defined, and drops it for the registry. */
export function defineAction<Payload>(action: ActionDefinition<Payload>): ActionDefinition {
  return action as ActionDefinition;
}
