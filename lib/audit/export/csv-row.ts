import { CONTENT_COLUMNS } from "../entry-content";
import type { EntryRow, SealRow } from "../verify/trail-record";

const COLUMNS = ["id", ...CONTENT_COLUMNS, "content_hash"] as const;

export const CSV_HEADINGS = `${[...COLUMNS, "position", "chain_hash"].join(",")}\r\n`;

/** RFC 4180 */
export function toCsvRow(entry: EntryRow, seal: SealRow): string {
  const cells = [...COLUMNS.map((name) => entry[name]), seal.position, seal.chain_hash];
  return `${cells.map(toCell).join(",")}\r\n`;
}

function toCell(value: EntryRow[(typeof COLUMNS)[number]]): string {
  if (value === null || typeof value === "number") {
    return String(value ?? "");
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // A spreadsheet would run what begins like a formula.
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
