import type { JsonObject } from "@/lib/contracts/common";
import type { RawReader } from "@/lib/db/raw-reader";
import { CONTENT_COLUMNS } from "../entry-content";
import type { EntryRow } from "./trail-record";

export type Cells = readonly (string | null)[];

/** The columns of an entry in the order of the cells that `readEntry` takes. */
export const ENTRY_COLUMNS = ["id", ...CONTENT_COLUMNS, "content_hash"] as const;
type Column = (typeof ENTRY_COLUMNS)[number];
/** Where each column's cell is, so that their order is said in one place. */
const AT = Object.fromEntries(ENTRY_COLUMNS.map((name, i) => [name, i])) as Record<Column, number>;

const MOMENTS = {
  sqlite: /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.(\d{3})\+00:00$/,
  postgresql: /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?$/,
  mysql: /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?$/,
} as const;

/** @throws Error when the text is not exactly what the product has the database store */
export function readMoment(
  provider: keyof typeof MOMENTS,
  text: string | null | undefined,
): string {
  const [, date, time, ms = ""] = MOMENTS[provider].exec(text ?? "") ?? [];
  if (!date || !time) {
    throw new Error(`"${text}" is no time as it is stored here`);
  }
  return `${date}T${time}.${ms.padEnd(3, "0")}Z`;
}

/** @throws Error when it is no whole number that JSON carries */
export function readWhole(text: string | null | undefined): number {
  const number = Number(text);
  if (!text || !Number.isSafeInteger(number)) {
    throw new Error(`"${text}" is no whole number`);
  }
  return number;
}

/** @throws Error naming what cannot be read */
export function readEntry(reader: RawReader, cells: Cells): EntryRow {
  return {
    id: readWhole(cells[AT.id]),
    tenant_id: text(cells[AT.tenant_id]),
    site_id: text(cells[AT.site_id]),
    at: readMoment(reader.provider, cells[AT.at]),
    actor_kind: text(cells[AT.actor_kind]),
    actor_id: text(cells[AT.actor_id]),
    actor_role: text(cells[AT.actor_role]),
    on_behalf_of: cells[AT.on_behalf_of] ?? null,
    action: text(cells[AT.action]),
    outcome: text(cells[AT.outcome]),
    subject_type: text(cells[AT.subject_type]),
    subject_id: text(cells[AT.subject_id]),
    workflow_id: cells[AT.workflow_id] === null ? null : readWhole(cells[AT.workflow_id]),
    reason_code: cells[AT.reason_code] ?? null,
    reason: cells[AT.reason] ?? null,
    before: readJson(reader, cells[AT.before]),
    after: readJson(reader, cells[AT.after]),
    request_id: text(cells[AT.request_id]),
    source: text(cells[AT.source]),
    ip: cells[AT.ip] ?? null,
    workstation: cells[AT.workstation] ?? null,
    retention_class: text(cells[AT.retention_class]),
    content_hash: cells[AT.content_hash] ?? null,
  };
}

function text(cell: string | null | undefined): string {
  return cell ?? "";
}

/** Where the text itself is kept, another spelling of the same value is a change too. */
function readJson(reader: RawReader, cell: string | null | undefined): JsonObject {
  const value: JsonObject = JSON.parse(cell ?? "");
  if (reader.keepsJsonText && JSON.stringify(value) !== cell) {
    throw new Error("JSON is not written as it was");
  }
  return value;
}
