import type { JsonObject } from "@/lib/contracts/common";
import { invalidField } from "@/lib/kernel/app-error";
import { readBoundedJson } from "./bounded-json";
import { LIMITS } from "./condition";
import type { RuleAction } from "./rule";

/**
 * Refuses an action that the registry does not know, or a payload that cannot fit it; rules sit
 * below the registry, so those above pass it in.
 * @throws AppError invalid, with paths below `path`
 */
export type CheckAction = (action: RuleAction, path: string) => void;

/**
 * The action of a rule: `{type, ...payload, notify}`, as an object or as JSON text of one.
 * @throws AppError invalid
 */
export function parseAction(input: unknown, path = "body.action"): RuleAction {
  const { type, notify, ...payload } = readBoundedJson(input, path, "action");
  if (typeof type !== "string") {
    const code = type === undefined ? "missing" : "string_type";
    throw invalidField(`${path}.type`, code, `${path}.type must name an action.`);
  }
  if (payload["payload"] !== undefined) {
    throw invalidField(
      `${path}.payload`,
      "extra_forbidden",
      `Put the payload's keys beside ${path}.type, not below payload.`,
    );
  }
  return { type, payload: payload as JsonObject, notify: parseNotify(notify, `${path}.notify`) };
}

/** The form that is stored and answered. */
export function toStoredAction({ type, payload, notify }: RuleAction): JsonObject {
  return { type, ...payload, ...(notify.length > 0 && { notify }) };
}

function parseNotify(value: unknown, path: string): string[] {
  if (value === undefined) {
    return [];
  }
  const isFine = (item: unknown): item is string =>
    typeof item === "string" && item.length <= LIMITS.textCharacters;
  if (!Array.isArray(value) || value.length > LIMITS.listItems || !value.every(isFine)) {
    throw invalidField(
      path,
      "list_type",
      `${path} must be a list of at most ${LIMITS.listItems} texts of ${LIMITS.textCharacters} characters.`,
    );
  }
  return value;
}
