import { invalidField } from "@/lib/kernel/app-error";
import { LIMITS } from "./condition";

/** Groups nest as an object in a list, and a comparison may hold a list. */
const MAX_JSON_DEPTH = 2 * LIMITS.depth + 4;

/** What may stand in a rule, by way of example. */
const EXAMPLES = {
  condition:
    '{"type":"workflow_state","state":"data_entry","all":[{"field":"insurance_verified","operator":"equals","value":true}]}',
  action: '{"type":"advance_queue","to_queue":"pre_verification"}',
} as const;

/**
 * The JSON object of a condition or an action, which may also come as JSON text. Refuses program
 * text, and anything too deep, too long or too large before it is looked at any closer; takes the
 * same short time however large the input is.
 * @throws AppError invalid
 */
export function readBoundedJson(
  input: unknown,
  path: string,
  kind: keyof typeof EXAMPLES,
): Record<string, unknown> {
  const value = typeof input === "string" ? parseText(input, path, kind) : input;
  if (!isObject(value)) {
    throw invalidField(
      path,
      value === undefined ? "missing" : "dict_type",
      `${path} must be an object such as ${EXAMPLES[kind]}.`,
    );
  }
  assertBounded(value, path);
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseText(text: string, path: string, kind: keyof typeof EXAMPLES): unknown {
  if (text.length > LIMITS.bytes) {
    throw tooLarge(path);
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) {
      return parsed;
    }
  } catch {
    // falls through to the refusal below
  }
  throw invalidField(
    path,
    "program_text",
    `${path} is text, not a JSON object. Program text is never run; send an object such as ${EXAMPLES[kind]}.`,
  );
}

/** Iterative, so that no nesting can exhaust the stack; stops at the first excess. */
function assertBounded(root: object, path: string): void {
  const steps: { value: object; depth: number }[] = [{ value: root, depth: 1 }];
  let size = 0;
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { value, depth } = step;
    if (depth > MAX_JSON_DEPTH) {
      throw tooDeep(path);
    }
    size += sizeOf(value);
    if (size > LIMITS.bytes) {
      throw tooLarge(path);
    }
    const children = Object.values(value).filter((child) => typeof child === "object" && child);
    steps.push(...children.map((child) => ({ value: child, depth: depth + 1 })));
  }
  // No deeper than the limit by now, so that it cannot exhaust the stack either.
  if (Buffer.byteLength(JSON.stringify(root)) > LIMITS.bytes) {
    throw tooLarge(path);
  }
}

/** A lower bound for the length of the JSON text of an object's or a list's own level. */
function sizeOf(value: object): number {
  const entries = Object.keys(value).length;
  return entries > LIMITS.bytes
    ? entries
    : Object.values(value).reduce(
        (sum: number, child: unknown) => sum + (typeof child === "string" ? child.length : 0),
        entries,
      );
}

export function tooDeep(path: string) {
  return invalidField(
    path,
    "depth",
    `${path} is nested deeper than ${LIMITS.depth} groups; split it into several rules.`,
  );
}

function tooLarge(path: string) {
  return invalidField(
    path,
    "too_large",
    `${path} is larger than ${LIMITS.bytes / 1024} KiB; split it into several rules.`,
  );
}
