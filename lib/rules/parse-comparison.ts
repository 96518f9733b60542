import { type Comparison, LIMITS } from "./condition";
import { type Field, findField } from "./fields";
import {
  EQUALITY,
  type FieldType,
  findOperator,
  type Operator,
  operatorsOf,
  type Scalar,
  valuesOf,
  valueTypeOf,
} from "./operators";
import { fault, type Parsing } from "./parsing";

/** `{field, operator, value}`: a declared field, an operator of its type, and a value to fit. */
export function parseComparison(
  run: Parsing,
  source: Record<string, unknown>,
  path: string,
): Comparison | null {
  const { field: name, operator: word, value, ...unknown } = source;
  for (const key of Object.keys(unknown)) {
    fault(
      run,
      `${path}.${key}`,
      "extra_forbidden",
      "unknown; a comparison has field, operator, value",
    );
  }
  const field = readField(run, name, `${path}.field`);
  const operator = readOperator(run, word, field, `${path}.operator`);
  if (!field || !operator) {
    return null;
  }
  const common = { field: field.name, operator };
  if (valuesOf(operator) === "none") {
    return value === undefined || value === null || value === true
      ? common
      : fault(run, `${path}.value`, "extra_forbidden", `${operator} compares with nothing`);
  }
  const parsed =
    valuesOf(operator) === "list"
      ? readList(run, value, { field, operator }, `${path}.value`)
      : readValue(run, value, { field, operator }, `${path}.value`);
  return parsed === null ? null : { ...common, value: parsed };
}

function readField(run: Parsing, name: unknown, path: string): Field | null {
  if (typeof name !== "string") {
    const code = name === undefined ? "missing" : "string_type";
    return fault(run, path, code, "name a field of GET /api/rules/fields");
  }
  const field = findField(name);
  return field ?? fault(run, path, "enum", "unknown; see GET /api/rules/fields");
}

function readOperator(
  run: Parsing,
  word: unknown,
  field: Field | null,
  path: string,
): Operator | null {
  const known = field ? operatorsOf(field.type).join(", ") : "those of GET /api/rules/fields";
  if (typeof word !== "string") {
    return fault(run, path, word === undefined ? "missing" : "string_type", `use one of ${known}`);
  }
  const operator = findOperator(word);
  if (!operator || (field && !operatorsOf(field.type).includes(operator))) {
    return fault(run, path, "enum", `cannot be used here; use one of ${known}`);
  }
  return operator;
}

interface Wanted {
  field: Field;
  operator: Operator;
}

function readList(run: Parsing, value: unknown, wanted: Wanted, path: string): Scalar[] | null {
  if (!Array.isArray(value)) {
    return fault(run, path, value === undefined ? "missing" : "list_type", "must be a list");
  }
  if (value.length > LIMITS.listItems) {
    return fault(run, path, "too_long", `must hold at most ${LIMITS.listItems} values`);
  }
  const items = value.map((item: unknown, i) => readValue(run, item, wanted, `${path}.${i}`));
  return items.flatMap((item) => item ?? []);
}

const WORDS: Readonly<Record<FieldType, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  time: "a time such as 2026-11-22T09:00:00Z",
  string_list: "text",
  any: "text, a number, true or false",
};
const CODES: Readonly<Record<FieldType, string>> = {
  string: "string_type",
  number: "float_type",
  boolean: "bool_type",
  time: "datetime_parsing",
  string_list: "string_type",
  any: "scalar_type",
};

function readValue(run: Parsing, value: unknown, wanted: Wanted, path: string): Scalar | null {
  const type = valueTypeOf(wanted.field.type, wanted.operator);
  if (!isScalar(value) || !fits(value, type)) {
    const code = value === undefined ? "missing" : CODES[type];
    return fault(run, path, code, `must be ${WORDS[type]}`);
  }
  if (typeof value === "string" && value.length > LIMITS.textCharacters) {
    const message = `must be at most ${LIMITS.textCharacters} characters`;
    return fault(run, path, "string_too_long", message);
  }
  const { values } = wanted.field;
  const isWhole = EQUALITY.includes(wanted.operator);
  if (values && isWhole && !values.includes(String(value))) {
    return fault(run, path, "enum", `is no ${wanted.field.name}; use one of ${values.join(", ")}`);
  }
  return value;
}

function isScalar(value: unknown): value is Scalar {
  return ["string", "number", "boolean"].includes(typeof value);
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

function fits(value: Scalar, type: FieldType): boolean {
  switch (type) {
    case "any":
      return typeof value !== "number" || Number.isFinite(value);
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "time":
      return typeof value === "string" && TIME.test(value) && !Number.isNaN(Date.parse(value));
    case "string":
    case "string_list":
      return typeof value === "string";
  }
}
