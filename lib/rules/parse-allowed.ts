import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { asksForHidden } from "./asks-for-hidden";
import type { Condition } from "./condition";
import { parseCondition } from "./parse-condition";

/**
 * Checks a condition that somebody wants to store or try out; the cases that it matches tell what it
 * compares.
 * @throws AppError invalid, or forbidden when it asks for what the caller sees masked
 */
export function parseAllowed(ctx: Pick<Context, "actor">, input: unknown): Condition {
  const condition = parseCondition(input);
  if (asksForHidden(condition)) {
    requirePermission(ctx, "patients:reveal");
  }
  return condition;
}
