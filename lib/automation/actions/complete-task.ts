import { z } from "zod";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import { isPharmacistsTask, isPharmacistsWork } from "@/lib/packs/pharmacists-work";
import type { Task } from "@/lib/workflows/case";
import { defineAction, type Subject } from "../action";
import { inverseEffects } from "../inverse-effects";

const REVERSIBLE_FOR_MINUTES = 15;
/** Task names may be longer than the label of a proposal. */
const MAX_LABEL = 200;

/** Marks one task of the case as done. */
export const completeTask = defineAction({
  type: "complete_task",
  description: "Mark a task as done",
  payload: z.object({ task_id: z.int().positive() }),
  reversibleForMinutes: REVERSIBLE_FOR_MINUTES,
  plan(subject, payload) {
    const { case: one, tasks } = subject;
    const task = tasks.find(({ id }) => id === payload.task_id);
    if (!task) {
      throw invalidField(
        "body.payload.task_id",
        "unknown_task",
        `Task ${payload.task_id} not found in workflow ${one.id}; see GET /api/workflows/${one.id}/tasks.`,
      );
    }
    if (task.state === "completed") {
      throw new AppError("conflict", `Task ${task.id} is already completed.`);
    }
    return {
      effects: [{ kind: "set_task_state", taskId: task.id, from: task.state, to: "completed" }],
      gate: null,
      decidedWith: isPharmacists(subject, task) ? "clinical:decide" : "proposals:decide",
    };
  },
  compensate: inverseEffects,
  suggest(subject) {
    const task = subject.tasks.find(({ state }) => state === "in_progress");
    return task && !isPharmacists(subject, task)
      ? {
          label: `Complete “${task.name.slice(0, MAX_LABEL)}”`,
          payload: { task_id: task.id },
          reason: "It is in progress, and the case waits for it.",
        }
      : null;
  },
});

/** What is a pharmacist's to judge is not suggested, and only a pharmacist approves it. */
function isPharmacists({ pack, case: one }: Subject, task: Task): boolean {
  return isPharmacistsTask(task) || isPharmacistsWork(pack, one.queue, one.attributes);
}
