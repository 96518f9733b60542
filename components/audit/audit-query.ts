import { AUDIT_PRESETS, type AuditFilters } from "@/lib/contracts/audit";

export type AuditQuery = AuditFilters & { preset: (typeof AUDIT_PRESETS)[number] };

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

interface ReadQuery {
  query: AuditQuery;
  /** what was left out of the query, in words */
  notUnderstood: string[];
}

const DAY_MS = 86_400_000;
const MAX_TEXT = 200;
const TEXTS = ["actor", "action", "subject", "site", "request_id"] as const;
const OTHERS = ["preset", "case_id", "outcome", "from", "to", "cursor", "order"] as const;
const KNOWN: ReadonlySet<string> = new Set([...TEXTS, ...OTHERS]);

/** What the form calls each filter. */
export const FILTER_WORDS = {
  preset: "Kind",
  action: "What",
  actor: "Who",
  subject: "On",
  case_id: "Case",
  site: "Site",
  request_id: "Request",
  from: "From",
  to: "To",
  outcome: "Outcome",
} as const;

/** What the address asks for, and what of it makes no sense. */
export function readAuditQuery(params: SearchParams): ReadQuery {
  const notUnderstood: string[] = [];
  for (const name of Object.keys(params)) {
    if (!KNOWN.has(name)) {
      notUnderstood.push(`“${name}” is no filter`);
    }
  }
  /** @returns undefined where nothing was asked for, or nothing that makes sense */
  function read<Value>(
    name: keyof typeof FILTER_WORDS,
    parse: (text: string) => Value | undefined,
    expected: string,
  ): Value | undefined {
    const given = params[name];
    if (given === undefined || given === "") {
      return undefined;
    }
    const value = typeof given === "string" ? parse(given.trim()) : undefined;
    if (value === undefined) {
      notUnderstood.push(`${FILTER_WORDS[name]} “${given}” is not ${expected}`);
    }
    return value;
  }
  const text = (name: (typeof TEXTS)[number]) =>
    read(name, (given) => (isShortText(given) ? given : undefined), "one short text") || undefined;
  const query = {
    preset:
      read("preset", (given) => AUDIT_PRESETS.find((one) => one === given), "a kind of entry") ??
      "activity",
    actor: text("actor"),
    action: text("action"),
    subject: text("subject"),
    case_id: read("case_id", caseNumber, "the number of a case"),
    site: text("site"),
    outcome: read(
      "outcome",
      (given) => (["done", "denied"] as const).find((one) => one === given),
      "done or denied",
    ),
    from: read("from", (given) => dayStart(given, 0), "a day like 2026-11-22"),
    to: read("to", (given) => dayStart(given, 1), "a day like 2026-11-22"),
    request_id: text("request_id"),
  };
  return { query, notUnderstood };
}

/** No entry holds a NUL, and some databases refuse to be asked for one. */
function isShortText(text: string): boolean {
  return text.length <= MAX_TEXT && !text.includes("\0");
}

function caseNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The start of a day, or of the day after it, in UTC; of the years that every database knows. */
function dayStart(day: string, daysLater: number): string | undefined {
  const at = /^(?!0000)\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // The parser takes 30 February for a day in March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) {
    return undefined;
  }
  const start = new Date(at + daysLater * DAY_MS);
  return start.getUTCFullYear() > 9999 ? undefined : start.toISOString();
}

/** How many filters are set, beside the kind of entry. */
export function countFilters({ preset: _, ...filters }: AuditQuery): number {
  return Object.values(filters).filter((value) => value !== undefined).length;
}

/** The same filters in an address, days as days. */
export function auditAddress(
  path: string,
  query: AuditQuery,
  more: Readonly<Record<string, string>> = {},
): string {
  const params = new URLSearchParams(more);
  for (const [name, value] of Object.entries(path === "/audit" ? withDays(query) : query)) {
    if (value !== undefined && !(name === "preset" && value === "activity" && path === "/audit")) {
      params.set(name, String(value));
    }
  }
  return params.size === 0 ? path : `${path}?${params}`;
}

/** `from` and `to` as the days that the form shows. */
export function withDays(query: AuditQuery) {
  const lastDay = query.to && new Date(Date.parse(query.to) - DAY_MS).toISOString();
  return { ...query, from: query.from?.slice(0, 10), to: lastDay?.slice(0, 10) };
}
