import type { JsonObject } from "@/lib/contracts/common";
import type { Facts } from "@/lib/rules/facts";

/**
 * The meaning of a condition, written down once more and as plainly as possible: no compilation,
 * no operator table, straight from the JSON. What the product answers must be the same.
 */
export function interpret(condition: JsonObject, facts: Facts): boolean {
  const { type, state, event_type: eventType } = condition;
  if (type === "workflow_state" && state !== undefined) {
    if (facts.values["queue"] !== state && facts.values["state"] !== state) {
      return false;
    }
  }
  if (type === "event" && eventType !== undefined) {
    const names: string[] = facts.trigger
      ? [facts.trigger.change, ...facts.trigger.eventTypes]
      : [];
    if (!names.includes(eventType as string)) {
      return false;
    }
  }
  return node(condition, facts);
}

function node(json: JsonObject, facts: Facts): boolean {
  if (json["field"] !== undefined) {
    return comparison(json, facts);
  }
  const all = (json["all"] ?? []) as JsonObject[];
  const any = json["any"] as JsonObject[] | undefined;
  const not = json["not"] as JsonObject | undefined;
  const allHold = all.filter((part) => node(part, facts)).length === all.length;
  const anyHolds = !any || any.filter((part) => node(part, facts)).length > 0;
  const notHolds = !not || !node(not, facts);
  return allHold && anyHolds && notHolds;
}

function comparison(json: JsonObject, facts: Facts): boolean {
  const field = String(json["field"]);
  const operator = String(json["operator"]);
  const seen = lookUp(field, facts);
  const value = /_at$/.test(field) ? new Date(String(json["value"])).getTime() : json["value"];
  switch (operator) {
    case "exists":
      return seen !== null;
    case "not_exists":
      return seen === null;
    case "not_equals":
    case "ne":
    case "!=":
      return !isEqual(seen, value);
    case "not_in":
      return !(value as unknown[]).some((item) => isEqual(seen, item));
    case "not_contains":
      return !holds(seen, value);
    case "equals":
    case "eq":
    case "==":
      return isEqual(seen, value);
    case "in":
      return (value as unknown[]).some((item) => isEqual(seen, item));
    case "contains":
      return holds(seen, value);
    case "starts_with":
      return typeof seen === "string" && seen.slice(0, String(value).length) === value;
    case "ends_with":
      return typeof seen === "string" && seen.endsWith(value as string);
    default:
      return isOrdered(operator, seen, value as number);
  }
}

function isOrdered(operator: string, seen: unknown, limit: number): boolean {
  if (typeof seen !== "number") {
    return false;
  }
  const order = Math.sign(seen - limit);
  const allowed: Record<string, number[]> = {
    greater_than: [1],
    gt: [1],
    greater_or_equal: [0, 1],
    gte: [0, 1],
    less_than: [-1],
    lt: [-1],
    less_or_equal: [-1, 0],
    lte: [-1, 0],
  };
  return (allowed[operator] ?? []).includes(order);
}

function isEqual(seen: unknown, value: unknown): boolean {
  return typeof seen === typeof value && seen === value;
}

function holds(seen: unknown, value: unknown): boolean {
  if (Array.isArray(seen)) {
    return seen.some((item) => item === value);
  }
  return typeof seen === "string" && seen.indexOf(String(value)) !== -1;
}

function lookUp(field: string, facts: Facts): unknown {
  if (!field.startsWith("attributes.")) {
    return facts.values[field] ?? null;
  }
  let at: unknown = facts.attributes;
  for (const key of field.split(".").slice(1)) {
    const own = Object.entries(Object(at)).find(([name]) => name === key);
    at = own ? own[1] : null;
  }
  return at ?? null;
}
