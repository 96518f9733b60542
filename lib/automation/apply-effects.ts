import type { JsonObject } from "@/lib/contracts/common";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Case } from "@/lib/workflows/case";
import { lockCase } from "@/lib/workflows/lock-case";
import { type CaseUpdate, writeCase } from "@/lib/workflows/write-case";
import { addTaskToCase, moveTask, removeUntouchedTask } from "@/lib/workflows/write-task";
import type { Effect } from "./action";
import { cancelMessage, insertMessage } from "./outbox-repository";

export interface AppliedEffects {
  case: Case;
  /** the effects with the ids of what they made, so that they can be undone */
  applied: Effect[];
}

/**
 * Carries out effects on a case that the transaction has locked. Messages wait in the outbox
 * until `sendAt`, so that what is undone in time never leaves.
 * @throws AppError conflict when the case is not as the effects expect
 */
export async function applyEffects(
  tx: TransactionContext,
  locked: Case,
  effects: readonly Effect[],
  by: { event: string; sendAt: Date },
): Promise<AppliedEffects> {
  const applied: Effect[] = [];
  for (const effect of effects) {
    applied.push(await applyBeside(tx, locked, effect, by.sendAt));
  }
  const hasChangedTasks = effects.some(({ kind }) => kind === "add_task" || kind === "remove_task");
  const current = hasChangedTasks ? await lockCase(tx, locked.id) : locked;
  const update = caseUpdateOf(current, effects, by.event);
  return { case: await writeCase(tx, current, update), applied };
}

/** Effects on tasks and on the outbox; effects on the case itself are written together later. */
async function applyBeside(
  tx: TransactionContext,
  { id: caseId, siteId }: Case,
  effect: Effect,
  sendAt: Date,
): Promise<Effect> {
  switch (effect.kind) {
    case "set_task_state":
      await moveTask(tx, caseId, effect);
      return effect;
    case "add_task": {
      const { name, assignedTo } = effect;
      return {
        ...effect,
        taskId: await addTaskToCase(tx, caseId, { name, assignedTo, state: "pending" }),
      };
    }
    case "remove_task":
      await removeUntouchedTask(tx, caseId, effect.taskId);
      return effect;
    case "send": {
      const { topic, payload } = effect;
      const message = { topic, payload, siteId, caseId, availableAt: sendAt };
      return { ...effect, messageId: await insertMessage(tx, message) };
    }
    case "cancel_message":
      await cancelOrRefuse(tx, effect.messageId);
      return effect;
    case "move_case":
    case "set_insurance":
    case "set_attributes":
      return effect;
  }
}

/** Folds the effects on the case into one update. @throws AppError conflict when it has moved on */
function caseUpdateOf(one: Case, effects: readonly Effect[], event: string): CaseUpdate {
  const events: { eventType: string; payload: JsonObject }[] = [];
  const update: CaseUpdate = { events };
  for (const effect of effects) {
    if (effect.kind === "move_case") {
      refuseUnless(one, "queue", one.queue, effect.from);
      update.queue = effect.to;
      events.push({
        eventType: "queue_changed",
        payload: { from: effect.from, to: effect.to, by: event },
      });
    } else if (effect.kind === "set_insurance") {
      refuseUnless(one, "insurance", one.insurance, effect.from);
      update.insurance = effect.to;
      events.push({
        eventType: "insurance_changed",
        payload: { from: effect.from, to: effect.to },
      });
    } else if (effect.kind === "set_attributes") {
      refuseChangedAttributes(one, effect.before);
      update.attributes = { ...update.attributes, ...effect.after };
    }
  }
  return update;
}

function refuseChangedAttributes(one: Case, expected: JsonObject): void {
  for (const [key, value] of Object.entries(expected)) {
    const actual = one.attributes[key] ?? null;
    refuseUnless(one, key, JSON.stringify(actual), JSON.stringify(value));
  }
}

function refuseUnless(one: Case, what: string, actual: string, expected: string): void {
  if (actual !== expected) {
    throw new AppError(
      "conflict",
      `State mismatch: expected ${what} '${expected}', actual '${actual}'. Case ${one.id} has moved on; reload it.`,
    );
  }
}

async function cancelOrRefuse(tx: TransactionContext, messageId: number): Promise<void> {
  if (!(await cancelMessage(tx, messageId))) {
    throw new AppError("conflict", "The message has already left and cannot be taken back.");
  }
}
