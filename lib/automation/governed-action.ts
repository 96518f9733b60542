import type { JsonObject } from "@/lib/contracts/common";
import type { EnterpriseExecute } from "@/lib/contracts/enterprise";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import { toldValue } from "@/lib/kernel/told-value";
import { reservedActOf } from "@/lib/packs/policy/act";
import type { Case } from "@/lib/workflows/case";
import { findAction, getAction } from "./action-registry";
import { STEP_ACTION } from "./step-action";

/** The first implementation's names. */
export const ACTION_ALIASES: Readonly<Record<string, string>> = { approve_task: "complete_task" };

/**
 * The action that an enterprise call asks for; a reserved act is refused once its case is known.
 * @throws AppError invalid for an unknown action, or one whose task is not named
 */
export function toGovernedAction(input: EnterpriseExecute) {
  const actionType = ACTION_ALIASES[input.action_type] ?? input.action_type;
  if (reservedActOf(actionType) && !findAction(actionType)) {
    return { actionType, description: actionType, payload: input.metadata };
  }
  const { description } = getAction(actionType);
  return { actionType, description, payload: payloadOf(actionType, input) };
}

/** @throws AppError conflict, naming the queue where the case stands */
export function assertInState(one: Case, expected: string | null | undefined): void {
  if (expected && expected !== one.queue) {
    throw new AppError(
      "conflict",
      `State mismatch: expected '${toldValue(expected)}', actual '${one.queue}'. Reload the case and send its queue.`,
    );
  }
}

function payloadOf(actionType: string, input: EnterpriseExecute): JsonObject {
  if (actionType === STEP_ACTION) {
    return input.to_state ? { to_queue: input.to_state } : {};
  }
  if (actionType === "complete_task" && input.metadata["task_id"] === undefined) {
    throw invalidField(
      "body.metadata.task_id",
      "missing",
      "body.metadata.task_id is missing; name the task to complete.",
    );
  }
  return input.metadata;
}
