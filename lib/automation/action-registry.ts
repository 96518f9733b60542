import type { JsonObject } from "@/lib/contracts/common";
import { invalidField, isAppError } from "@/lib/kernel/app-error";
import { reservedActError } from "@/lib/kernel/assert-policy";
import { toldValue } from "@/lib/kernel/told-value";
import { reservedActOf } from "@/lib/packs/policy/act";
import { readCaseAttributes } from "@/lib/packs/read-case-attributes";
import type { ActionDefinition, Subject, Suggestion } from "./action";
import { advanceQueue } from "./actions/advance-queue";
import { completeTask } from "./actions/complete-task";
import { notifyPatient } from "./actions/notify-patient";
import { requestRenewal } from "./actions/request-renewal";
import { resolveRejection } from "./actions/resolve-rejection";
import { type Plan, sealPlan } from "./plan";

/** In the order in which they are suggested. */
const ACTIONS: readonly ActionDefinition[] = [
  resolveRejection,
  requestRenewal,
  advanceQueue,
  completeTask,
  notifyPatient,
];

export const ACTION_TYPES: readonly string[] = ACTIONS.map(({ type }) => type);

const BY_TYPE = new Map(ACTIONS.map((action) => [action.type, action]));

/** null when no action of this type is registered */
export function findAction(type: string): ActionDefinition | null {
  return BY_TYPE.get(type) ?? null;
}

/** @throws AppError invalid, naming the actions there are */
export function getAction(type: string): ActionDefinition {
  const action = findAction(type);
  if (!action) {
    throw invalidField(
      "body.action_type",
      "enum",
      `Unknown action type: ${toldValue(type)}. Use one of ${ACTION_TYPES.join(", ")}.`,
    );
  }
  return action;
}

/** Minutes in which an action can be undone; null when it cannot, or is no longer registered. */
export function undoMinutesOf(type: string): number | null {
  return BY_TYPE.get(type)?.reversibleForMinutes ?? null;
}

/**
 * Checks the payload and plans the action.
 * @throws AppError invalid for a payload that does not fit, conflict for a case that does not,
 *   blocked for what N1–N14 deny to everyone and for reserved acts
 */
export function planAction(subject: Subject, type: string, payload: unknown): Plan {
  const reserved = reservedActOf(type);
  if (reserved && !findAction(type)) {
    throw reservedActError(subject.pack, reserved, { case: subject.case, now: subject.now() });
  }
  const action = getAction(type);
  const parsed = action.payload.safeParse(payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = ["body", "payload", ...(issue?.path ?? [])].join(".");
    throw invalidField(path, issue?.code ?? "invalid", `${type}: ${issue?.message} at ${path}.`);
  }
  const act = { type, payload: parsed.data as JsonObject };
  return sealPlan(subject, act, action.plan(subject, parsed.data));
}

export interface ActionSuggestion extends Suggestion {
  type: string;
}

/** What could be proposed for this case now; what a blocker stands in the way of comes last. */
export function suggestActions(subject: Subject): ActionSuggestion[] {
  const suggestions = ACTIONS.flatMap((action) => {
    const suggestion = action.suggest(subject);
    return suggestion && isAllowed(subject, action.type, suggestion)
      ? [{ type: action.type, ...suggestion }]
      : [];
  });
  if (!readCaseAttributes(subject.case.attributes).blocker) {
    return suggestions;
  }
  const isMove = ({ type }: ActionSuggestion) => type === advanceQueue.type;
  return [...suggestions.filter((one) => !isMove(one)), ...suggestions.filter(isMove)];
}

/** What the law denies to everyone is not suggested. */
function isAllowed(subject: Subject, type: string, { payload }: Suggestion): boolean {
  try {
    planAction(subject, type, payload);
    return true;
  } catch (error) {
    return !(isAppError(error) && error.hints.denial);
  }
}
