import type { JsonObject } from "@/lib/contracts/common";
import { maskCaseAttributes } from "@/lib/packs/patient-data";

const MAX_LENGTH = 2000;
/** In this order, so that what stands together on a label is found together. */
const SEARCHED = [
  "rx_number",
  "drug",
  "payer",
  "reject_code",
  "blocker",
  "store",
  "prescriber",
  "patient",
];
const DRUG_ORDER = ["name", "strength", "form", "schedule"];

/** LIKE's own signs, as full-width twins: they match themselves on every database. */
const TWINS: Readonly<Record<string, string>> = { "%": "％", _: "＿", "\\": "＼", "\0": "" };

/** Text as it is stored for searching and as it is searched for. */
export function toSearchable(text: string): string {
  return text
    .toWellFormed()
    .toLowerCase()
    .replace(/[%_\\\0]/g, (sign) => TWINS[sign] ?? "");
}

/**
 * Lower-case words of a case that the search box looks through; no more than 2,000 characters. They
 * are those that an answer shows, or whoever may search could find the others out letter by letter.
 */
export function searchTextOf(name: string, attributes: JsonObject): string {
  const shown = maskCaseAttributes(attributes);
  const words = SEARCHED.flatMap((key) => leavesOf(shown[key]));
  return toSearchable([name, ...words].join(" ").slice(0, MAX_LENGTH));
}

/** Sorted by key, because a database may hand an object back in another order. */
function leavesOf(value: unknown): string[] {
  if (value === null || value === undefined || typeof value === "boolean") {
    return [];
  }
  if (typeof value !== "object") {
    return [String(value)];
  }
  return Object.entries(value)
    .sort(([a], [b]) => rankOf(a) - rankOf(b) || a.localeCompare(b, "en"))
    .flatMap(([, leaf]) => leavesOf(leaf));
}

function rankOf(key: string): number {
  const rank = DRUG_ORDER.indexOf(key);
  return rank === -1 ? DRUG_ORDER.length : rank;
}
