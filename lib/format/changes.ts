type Values = Readonly<Record<string, unknown>>;

interface Change {
  field: string;
  before: string;
  after: string;
}

/** What differs between two states of a record, field by field. */
export function changesOf(before: Values, after: Values): Change[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .map((field) => ({ field, before: show(before[field]), after: show(after[field]) }))
    .filter((change) => change.before !== change.after);
}

function show(value: unknown): string {
  if (value === undefined || value === null || value === "") {
    return "—";
  }
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}
