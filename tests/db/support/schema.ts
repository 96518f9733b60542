/** The parts of a schema that models and databases can be compared by, as lines of text. */
export interface Schema {
  /** e.g. "tasks.assigned_to text null" */
  columns: string[];
  /** e.g. "tasks(workflow_id,id)", "unique gates(tenant_id,key)", "primary tasks(id)" */
  indexes: string[];
  /** e.g. "tasks(workflow_id) -> workflows(id) on delete cascade" */
  foreignKeys: string[];
}

export type TypeFamily =
  | "text"
  | "integer"
  | "bigint"
  | "float"
  | "boolean"
  | "time"
  | "json"
  | "other";

export interface ForeignKey {
  table: string;
  columns: readonly string[];
  target: string;
  targetColumns: readonly string[];
  onDelete: string;
}

export function columnLine(
  table: string,
  name: string,
  family: TypeFamily,
  isNullable: boolean,
): string {
  return `${table}.${name} ${family}${isNullable ? " null" : ""}`;
}

export function indexLine(
  kind: "" | "unique" | "primary",
  table: string,
  columns: readonly string[],
): string {
  return `${kind} ${table}(${columns.join(",")})`.trim();
}

export function foreignKeyLine({ table, columns, target, ...rest }: ForeignKey): string {
  const { targetColumns, onDelete } = rest;
  return `${table}(${columns.join(",")}) -> ${target}(${targetColumns.join(",")}) on delete ${onDelete.toLowerCase()}`;
}

/** What the models ask for and the database lacks, or has beyond them; empty when they agree. */
export function differences(wanted: Schema, actual: Schema): string[] {
  return (["columns", "indexes", "foreignKeys"] as const).flatMap((part) => {
    const has = new Set(actual[part]);
    const wants = new Set(wanted[part]);
    return [
      ...wanted[part].filter((line) => !has.has(line)).map((line) => `missing: ${line}`),
      ...actual[part].filter((line) => !wants.has(line)).map((line) => `unknown: ${line}`),
    ];
  });
}
