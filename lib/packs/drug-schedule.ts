import type { JsonObject } from "@/lib/contracts/common";
import { squash } from "./squash";

/** "unknown" is told of, but not understood, and counts as controlled. */
export type Schedule = "none" | "C-II" | "C-III" | "C-IV" | "C-V" | "unknown";

const NUMERALS: Readonly<Record<string, Schedule>> = {
  "2": "C-II",
  "3": "C-III",
  "4": "C-IV",
  "5": "C-V",
  II: "C-II",
  III: "C-III",
  IV: "C-IV",
  V: "C-V",
  TWO: "C-II",
  THREE: "C-III",
  FOUR: "C-IV",
  FIVE: "C-V",
};
const SPELT =
  /^(?:(?:DEA|CONTROLLED|SCHEDULE|SCHED|SCH|CLASS|C)[\s._:-]*)*(III|II|IV|V|[2-5]|TWO|THREE|FOUR|FIVE)N?(?:\s*\((?:NON[\s-]?)?NARCOTIC\))?$/;
/** Names of what tells a schedule, as letters alone. */
const TELLS_SCHEDULE =
  /^(?:rx|drug|medication|dea|federal|cs|controlled|substance|prescription)*schedule(?:code|class)?$|^deaclass$/;
/** What is told twice counts as the first of these. */
const STRICTEST_FIRST: readonly Schedule[] = ["C-II", "unknown", "C-III", "C-IV", "C-V", "none"];

/** Pure: the strictest schedule that a case tells of, however spelt; one that tells of no drug has none. */
export function scheduleOf(attributes: JsonObject): Schedule {
  const { drugs, stated } = tellingsOf(attributes);
  const told = [...stated.map(toSchedule), ...(drugs.every(isNamed) ? [] : (["unknown"] as const))];
  return STRICTEST_FIRST.find((one) => told.includes(one)) ?? "none";
}

/** Pure: a drug is named, and nothing says whether it is controlled; `schedule: null` would say so. */
export function isScheduleUntold(attributes: JsonObject): boolean {
  const { drugs, stated } = tellingsOf(attributes);
  return drugs.length > 0 && stated.length === 0;
}

/**
 * Pure: as the caps take it, what is not understood and what nobody says count as controlled; null
 * for a case that tells of no drug.
 */
export function isControlled(attributes: JsonObject): boolean | null {
  const { drugs, stated } = tellingsOf(attributes);
  if (drugs.length === 0 && stated.length === 0) {
    return null;
  }
  return isScheduleUntold(attributes) || scheduleOf(attributes) !== "none";
}

function tellingsOf(attributes: JsonObject) {
  const prescription = fieldsOf(attributes["prescription"]);
  const drugs = [attributes["drug"], prescription["drug"]].filter((one) => one != null);
  const places = [attributes, prescription, ...drugs.map(fieldsOf)];
  const stated = places.flatMap((place) =>
    Object.entries(place).flatMap(([key, value]) =>
      TELLS_SCHEDULE.test(squash(key)) ? [value] : [],
    ),
  );
  return { drugs, stated };
}

function isNamed(drug: unknown): boolean {
  return typeof fieldsOf(drug)["name"] === "string";
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Pure: "C-II" for `CII`, `schedule 2`, `c-ii` and the like; "none" for nothing at all. */
export function toSchedule(given: unknown): Schedule {
  if (given === undefined || given === null) {
    return "none";
  }
  const word = String(given).normalize("NFKC").trim().toUpperCase();
  if (word === "NONE") {
    return "none";
  }
  const [, numeral = ""] = SPELT.exec(word) ?? [];
  return NUMERALS[numeral] ?? "unknown";
}
