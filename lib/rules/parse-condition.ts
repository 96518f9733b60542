import { AppError, type FieldError } from "@/lib/kernel/app-error";
import { isObject, readBoundedJson, tooDeep } from "./bounded-json";
import {
  CONDITION_TYPES,
  type Condition,
  type ConditionNode,
  type Group,
  LIMITS,
} from "./condition";
import { QUEUES, STATES } from "./fields";
import { parseComparison } from "./parse-comparison";
import { fault, type Parsing } from "./parsing";

/**
 * Checks a condition and brings it into the form that is stored: an object, or JSON text of one.
 * @param path how the caller knows it, for the faults
 * @throws AppError invalid, with the path of every fault
 */
export function parseCondition(input: unknown, path = "body.condition"): Condition {
  const source = readBoundedJson(input, path, "condition");
  const run: Parsing = { nodes: 0, faults: [] };
  const head = parseHead(run, source, path);
  const { type: _, state: __, event_type: ___, ...rest } = source;
  const body = Object.keys(rest).length === 0 ? {} : parseBody(run, rest, path);
  if (head?.type === "condition" && Object.keys(rest).length === 0) {
    fault(run, path, "missing", "a condition of type condition needs all, any, not or a field");
  }
  if (run.faults.length > 0 || !head || !body) {
    throw invalidCondition(run.faults);
  }
  return { ...head, ...body };
}

function invalidCondition(faults: readonly FieldError[]): AppError {
  const list = faults.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new AppError(
    "invalid",
    `${list}. GET /api/rules/fields lists the fields and operators.`,
    faults,
  );
}

type Head = Pick<Condition, "type" | "state" | "event_type">;

function parseHead(run: Parsing, source: Record<string, unknown>, path: string): Head | null {
  const { type, state, event_type: eventType } = source;
  const known = CONDITION_TYPES.find((name) => name === type);
  if (!known) {
    return type === undefined
      ? fault(run, `${path}.type`, "missing", `use one of ${CONDITION_TYPES.join(", ")}`)
      : fault(run, `${path}.type`, "enum", `unknown; use one of ${CONDITION_TYPES.join(", ")}`);
  }
  if (state !== undefined) {
    checkState(run, known, state, `${path}.state`);
  }
  if (eventType !== undefined) {
    checkEventType(run, known, eventType, `${path}.event_type`);
  }
  return {
    type: known,
    ...(typeof state === "string" && { state }),
    ...(typeof eventType === "string" && { event_type: eventType }),
  };
}

function checkState(run: Parsing, type: Head["type"], state: unknown, path: string): void {
  if (type !== "workflow_state") {
    fault(run, path, "extra_forbidden", "belongs to type workflow_state");
  } else if (typeof state !== "string") {
    fault(run, path, "string_type", "must be text");
  } else if (![...QUEUES, ...STATES].includes(state)) {
    const known = [...QUEUES, ...STATES].join(", ");
    fault(run, path, "enum", `is no queue and no workflow state; use one of ${known}`);
  }
}

function checkEventType(run: Parsing, type: Head["type"], value: unknown, path: string): void {
  if (type !== "event") {
    fault(run, path, "extra_forbidden", "belongs to type event");
  } else if (typeof value !== "string" || value === "") {
    fault(run, path, "string_type", "must be text");
  } else if (value.length > LIMITS.textCharacters) {
    fault(run, path, "string_too_long", `must be at most ${LIMITS.textCharacters} characters`);
  }
}

/** What stands beside the type: groups, or a single comparison. */
function parseBody(run: Parsing, rest: Record<string, unknown>, path: string): Group | null {
  if ("field" in rest || "operator" in rest) {
    const only = parseNode(run, rest, path, 1);
    return only && { all: [only] };
  }
  run.nodes += 1;
  return parseGroup(run, rest, path, 1);
}

function parseNode(
  run: Parsing,
  value: unknown,
  path: string,
  depth: number,
): ConditionNode | null {
  run.nodes += 1;
  if (run.nodes > LIMITS.nodes) {
    throw new AppError("invalid", `The condition has more than ${LIMITS.nodes} parts; split it.`, [
      { path, code: "too_many", message: `more than ${LIMITS.nodes} parts` },
    ]);
  }
  if (!isObject(value)) {
    return fault(run, path, "dict_type", "must be an object with all, any, not or field");
  }
  if ("field" in value || "operator" in value) {
    return parseComparison(run, value, path);
  }
  return parseGroup(run, value, path, depth);
}

function parseGroup(
  run: Parsing,
  value: Record<string, unknown>,
  path: string,
  depth: number,
): Group | null {
  if (depth > LIMITS.depth) {
    throw tooDeep(path);
  }
  const { all, any, not, ...unknown } = value;
  for (const key of Object.keys(unknown)) {
    fault(run, `${path}.${key}`, "extra_forbidden", "unknown; use all, any, not, or field");
  }
  if (all === undefined && any === undefined && not === undefined) {
    return fault(run, path, "missing", "needs all, any, not or field");
  }
  if (Array.isArray(any) && any.length === 0) {
    fault(run, `${path}.any`, "too_short", "an empty any never holds; leave it out");
  }
  const parts = {
    all: all === undefined ? undefined : parseList(run, all, `${path}.all`, depth),
    any: any === undefined ? undefined : parseList(run, any, `${path}.any`, depth),
    not: not === undefined ? undefined : parseNode(run, not, `${path}.not`, depth + 1),
  };
  return {
    ...(parts.all && { all: parts.all }),
    ...(parts.any && { any: parts.any }),
    ...(parts.not && { not: parts.not }),
  };
}

function parseList(
  run: Parsing,
  value: unknown,
  path: string,
  depth: number,
): ConditionNode[] | null {
  if (!Array.isArray(value)) {
    return fault(run, path, "list_type", "must be a list of conditions");
  }
  if (value.length > LIMITS.listItems) {
    return fault(run, path, "too_long", `must hold at most ${LIMITS.listItems} conditions`);
  }
  return value.flatMap((item: unknown, i) => parseNode(run, item, `${path}.${i}`, depth + 1) ?? []);
}
