import type { JsonObject } from "@/lib/contracts/common";

/** Fields of an audit entry that hold a word of ours or a number, never anything about a person. */
const PUBLIC_FIELDS: ReadonlySet<string> = new Set([
  "status",
  "state",
  "queue",
  "insurance",
  "action_type",
  "gate",
  "stage",
  "from",
  "to",
  "from_state",
  "to_state",
  "from_stage",
  "to_stage",
  "from_queue",
  "to_queue",
  "is_enabled",
  "enabled",
  "version",
  "priority",
  "attempts",
  "last_status",
  "cycles",
  "cases",
  "gates",
  "tasks",
  "events",
  "outdated_proposals",
  "success",
]);

/** A word as the product itself writes them. Names, dates and sentences have other characters. */
const OUR_WORD = /^[a-z][a-z_]*(?:\.[a-z][a-z_]*)*$/;
const MAX_WORD = 80;

/** What of an audit entry's before or after may leave the house: known fields with plain values. */
export function publicFields(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => PUBLIC_FIELDS.has(name) && isPlain(value)),
  );
}

function isPlain(value: unknown): boolean {
  if (typeof value === "string") {
    return value.length <= MAX_WORD && OUR_WORD.test(value);
  }
  return typeof value === "boolean" || Number.isSafeInteger(value) || value === null;
}
