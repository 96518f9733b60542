import type { JsonObject } from "@/lib/contracts/common";
import { maskPatientData } from "@/lib/packs/patient-data";
import { fingerprintOf } from "@/lib/platform/fingerprint";

type Json = JsonObject[string];

/** Fields in which people and other systems write what they like. */
const FREE: ReadonlySet<string> = new Set([
  "attributes",
  "condition",
  "context",
  "description",
  "features",
  "label",
  "last_error",
  "metadata",
  "name",
  "note",
  "notes",
  "notify",
  "payload",
  "url",
]);

/** Fields with sentences of our own, names of rules, and whom a caller says it acts for. */
const OURS: ReadonlySet<string> = new Set([
  "claimed_by",
  "rule",
  "rules",
  "step",
  "summary",
  "why",
]);
/** Names of the template's own tasks. */
const OURS_WHOLE = "completed_tasks";

/** Acts on people, keys and rules, whose names an auditor needs and which are no patient's. */
const NAMED_FAMILIES: ReadonlySet<string> = new Set([
  "user",
  "session",
  "api_key",
  "machine_client",
  "rule",
]);

/** An id, a time, a word of ours: what no sentence and no full name looks like. */
const WORD = /^[\w.:@/+*={}-]{0,200}$/;
const MAX_FIELDS = 50;

/**
 * Pure but for the key: what an audit entry may hold of these values. Free text is told by its
 * fingerprint alone, an object of free fields by their names and its fingerprint, patient data masked.
 * @param action of the entry, e.g. `case.create`
 */
export function withoutFreeText(action: string, values: JsonObject): JsonObject {
  const isNamed = NAMED_FAMILIES.has(action.split(".", 1)[0] ?? "");
  return Object.fromEntries(
    Object.entries(isNamed ? values : maskPatientData(values)).map(([name, value]) => [
      name,
      isNamed && name === "name" ? value : storedField(name, value),
    ]),
  );
}

function storedField(name: string, value: Json): Json {
  if (name === OURS_WHOLE || (OURS.has(name) && isText(value))) {
    return value;
  }
  return FREE.has(name) ? sealed(value) : wordsOnly(value);
}

function isText(value: Json): boolean {
  const all = Array.isArray(value) ? value : [value];
  return all.every((one) => typeof one === "string" || one === null);
}

function wordsOnly(value: Json): Json {
  if (typeof value === "string") {
    return WORD.test(value) ? value : fingerprintOf(value);
  }
  if (Array.isArray(value)) {
    return value.map(wordsOnly);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        WORD.test(name) ? name : fingerprintOf(name),
        storedField(name, inner),
      ]),
    );
  }
  return value;
}

function sealed(value: Json): Json {
  if (typeof value === "string") {
    return fingerprintOf(value);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const fields = Object.keys(value).filter((name) => WORD.test(name));
  return {
    ...(!Array.isArray(value) && { fields: fields.slice(0, MAX_FIELDS) }),
    hash: fingerprintOf(JSON.stringify(value)),
  };
}
