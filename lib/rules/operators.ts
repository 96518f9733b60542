/** What a field holds; "any" for free-form attributes, whose type the data decides. */
export type FieldType = "string" | "number" | "boolean" | "time" | "string_list" | "any";

export type Scalar = string | number | boolean;

const OPERATORS = [
  "equals",
  "not_equals",
  "in",
  "not_in",
  "greater_than",
  "greater_or_equal",
  "less_than",
  "less_or_equal",
  "contains",
  "not_contains",
  "starts_with",
  "ends_with",
  "exists",
  "not_exists",
] as const;
export type Operator = (typeof OPERATORS)[number];

const SYNONYMS: Readonly<Record<string, Operator>> = {
  eq: "equals",
  "==": "equals",
  "=": "equals",
  ne: "not_equals",
  "!=": "not_equals",
  gt: "greater_than",
  ">": "greater_than",
  gte: "greater_or_equal",
  ">=": "greater_or_equal",
  lt: "less_than",
  "<": "less_than",
  lte: "less_or_equal",
  "<=": "less_or_equal",
};

const KNOWN = new Map<string, Operator>([
  ...OPERATORS.map((name) => [name, name] as const),
  ...Object.entries(SYNONYMS),
]);

/** The operator of this name or synonym; null when there is none. */
export function findOperator(name: string): Operator | null {
  return KNOWN.get(name) ?? null;
}

const ORDER: readonly Operator[] = [
  "greater_than",
  "greater_or_equal",
  "less_than",
  "less_or_equal",
];
const PRESENCE: readonly Operator[] = ["exists", "not_exists"];
export const EQUALITY: readonly Operator[] = ["equals", "not_equals", "in", "not_in"];
const MEMBERSHIP: readonly Operator[] = ["contains", "not_contains"];

const OPERATORS_OF_TYPE: Readonly<Record<FieldType, readonly Operator[]>> = {
  string: [...EQUALITY, ...MEMBERSHIP, "starts_with", "ends_with", ...PRESENCE],
  number: [...EQUALITY, ...ORDER, ...PRESENCE],
  boolean: ["equals", "not_equals", ...PRESENCE],
  time: ["equals", "not_equals", ...ORDER, ...PRESENCE],
  string_list: [...MEMBERSHIP, ...PRESENCE],
  any: OPERATORS,
};

/** Which operators a field of this type can be compared with. */
export function operatorsOf(type: FieldType): readonly Operator[] {
  return OPERATORS_OF_TYPE[type];
}

/** How many values the operator compares with. */
export function valuesOf(operator: Operator): "none" | "one" | "list" {
  if (PRESENCE.includes(operator)) {
    return "none";
  }
  return operator === "in" || operator === "not_in" ? "list" : "one";
}

/** The type that the value must have; "any" = text, number or boolean. */
export function valueTypeOf(type: FieldType, operator: Operator): FieldType {
  if (type !== "any") {
    return type === "string_list" ? "string" : type;
  }
  if (EQUALITY.includes(operator)) {
    return "any";
  }
  return ORDER.includes(operator) ? "number" : "string";
}

/** The names and synonyms, for those who build rules. */
export function describeOperators(): { name: Operator; synonyms: string[] }[] {
  return OPERATORS.map((name) => ({
    name,
    synonyms: Object.keys(SYNONYMS).filter((synonym) => SYNONYMS[synonym] === name),
  }));
}
