import type { JsonObject } from "@/lib/contracts/common";
import type { EntryRow } from "./trail-record";

type Test = (entry: EntryRow, value: string) => boolean;

const PRESETS: Readonly<Record<string, (entry: EntryRow) => boolean>> = {
  activity: ({ action }) => action !== "webhook.deliver",
  people: ({ actor_kind }) => actor_kind === "user",
  automation: ({ actor_kind, action }) =>
    ["api_key", "client"].includes(actor_kind) || /^(rule\.fire|rules\.)/i.test(action),
  denied: ({ outcome }) => outcome === "denied",
  system: ({ actor_kind }) => actor_kind === "system",
};

/** As `whereEntry` says it to a database. */
const TESTS: Readonly<Record<string, Test>> = {
  preset: (entry, value) => ownOf(PRESETS, value)?.(entry) ?? false,
  actor: ({ actor_id }, value) => actor_id === value,
  action: ({ action }, value) => beginning(value).test(action),
  subject: ({ subject_type, subject_id }, value) =>
    value === subject_type || value === `${subject_type}:${subject_id}`,
  case_id: ({ workflow_id }, value) => String(workflow_id) === value,
  site: ({ site_id }, value) => site_id === value,
  outcome: ({ outcome }, value) => outcome === value,
  from: ({ at }, value) => Date.parse(at) >= Date.parse(value),
  to: ({ at }, value) => Date.parse(at) < Date.parse(value),
  request_id: ({ request_id }, value) => request_id === value,
};

/** Whether the filters that an export names let an entry into it; a filter nobody knows does not. */
export function isWanted(entry: EntryRow, filters: JsonObject): boolean {
  return Object.entries(filters).every(([name, value]) =>
    name === "sites" ? isOneOf(entry.site_id, value) : ownOf(TESTS, name)?.(entry, String(value)),
  );
}

/** A file names what it likes; what every object has, such as `constructor`, is no filter. */
function ownOf<Value>(known: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

function isOneOf(site: string, sites: unknown): boolean {
  return Array.isArray(sites) && sites.includes(site);
}

/** As LIKE understands it: some databases take no notice of case, and `_` and `%` stand for others. */
function beginning(text: string): RegExp {
  const pattern = text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, "\\$&");
  return new RegExp(`^${pattern.replaceAll("_", ".").replaceAll("%", ".*")}`, "is");
}
