import type { JsonObject } from "@/lib/contracts/common";
import { type Masking, mask, withoutNumbers } from "./masks";
import {
  isAboutPerson,
  isPersonAlone,
  isPersonResource,
  isResourceType,
  maskingOf,
  toWord,
} from "./patient-fields";
import { SHOWN_ATTRIBUTES } from "./shown-attributes";

type Json = JsonObject[string];
/** What becomes of a text or number whose name tells nothing. */
type Unnamed = "shown" | "gone";

/** What stands deeper is not shown at all. */
const DEPTH_SHOWN = 32;

/**
 * Pure: the same values with patient data masked by the names of their fields, at any depth: names
 * as initials, birth dates as years, numbers as their last 4 signs, addresses and diagnoses as null.
 * In an object about a person nothing else is shown. Masking what is masked changes nothing.
 */
export function maskPatientData(values: JsonObject): JsonObject {
  return maskObject(values, "shown", 0);
}

/** Pure: a case's attributes as they may be shown; what nobody declared is masked, whatever it is. */
export function maskCaseAttributes(attributes: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, maskAttribute(name, value)]),
  );
}

/** How many values of these are patient data. */
export function countMasked(before: Json, after: Json): number {
  if (isContainer(before) && isContainer(after)) {
    return Object.entries(before).reduce(
      (total, [name, value]) => total + countMasked(value, Object(after)[name]),
      0,
    );
  }
  return before === after ? 0 : 1;
}

function maskAttribute(name: string, value: Json): Json {
  const fields = SHOWN_ATTRIBUTES.get(name);
  if (!fields) {
    return maskField(name, value, "gone", 0);
  }
  if (!isObject(value)) {
    return maskInside(value, isContainer(value) ? "gone" : "shown", 1);
  }
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      fields.includes(field) && !isContainer(inner)
        ? maskInside(inner, "shown", 1)
        : maskField(field, inner, "gone", 1),
    ]),
  );
}

function maskObject(values: JsonObject, around: Unnamed, depth: number): JsonObject {
  const isPerson = isPersonResource(values);
  const unnamed = isPerson ? "gone" : around;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name === "resourceType" && isResourceType(value)
        ? value
        : maskField(name, value, unnamed, depth),
    ]),
  );
}

function maskField(name: string, value: Json, unnamed: Unnamed, depth: number): Json {
  const word = toWord(name);
  const masking = maskingOf(word, unnamed === "gone");
  if (masking !== null) {
    return maskAll(value, masking, depth);
  }
  if (!isAboutPerson(word)) {
    return maskInside(value, unnamed, depth + 1);
  }
  return isPersonsName(word, value)
    ? maskAll(value, "initials", depth)
    : maskInside(value, "gone", depth + 1);
}

/** A person told of by a text alone, or by a list of texts. */
function isPersonsName(word: string, value: Json): boolean {
  const all = Array.isArray(value) ? value : [value];
  return all.every((one) => !isContainer(one)) && isPersonAlone(word);
}

function maskInside(value: Json, unnamed: Unnamed, depth: number): Json {
  if (isContainer(value)) {
    if (depth > DEPTH_SHOWN) {
      return null;
    }
    return Array.isArray(value)
      ? value.map((item) => maskInside(item, unnamed, depth + 1))
      : maskObject(value, unnamed, depth);
  }
  if (unnamed === "gone") {
    return maskLeaf(value, "gone");
  }
  return typeof value === "string" ? withoutNumbers(value) : value;
}

/** Whatever stands in a field of this name is masked alike; only its keys are left. */
function maskAll(value: Json, masking: Masking, depth: number): Json {
  if (!isContainer(value)) {
    return maskLeaf(value, masking);
  }
  if (depth > DEPTH_SHOWN) {
    return null;
  }
  if (Array.isArray(value)) {
    return value.map((item) => maskAll(item, masking, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, maskAll(inner, masking, depth + 1)]),
  );
}

function maskLeaf(value: Json, masking: Masking): Json {
  return typeof value === "string" || typeof value === "number" ? mask(value, masking) : value;
}

function isObject(value: Json): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}

function isContainer(value: Json): value is JsonObject | Json[] {
  return typeof value === "object" && value !== null;
}
