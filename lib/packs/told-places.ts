import type { JsonObject } from "@/lib/contracts/common";

type Fields = Record<string, unknown>;

/** Pure: where a case tells of itself: its attributes, and its prescription. */
export function toldPlaces(attributes: JsonObject): readonly [Fields, Fields] {
  return [told(attributes), told(attributes["prescription"])];
}

/** The fields of an object that hold anything. */
export function told(value: unknown): Fields {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))
    : {};
}

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
