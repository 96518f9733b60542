import fc from "fast-check";

// biome-ignore lint/suspicious/noExplicitAny: schemas are read as plain JSON
export type Json = any;

/** Values that lead somewhere, by the name of the field: ids that exist, words that mean something. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

interface Source {
  /** what `$ref` points into */
  document: Json;
  known: Known;
}

const MAX_DEPTH = 4;

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("", " ", "\u0000", "\ud800", "'; DROP TABLE workflows; --", "__proto__", "NaN"),
  fc.integer({ min: 100, max: 20_000 }).map((length) => "x".repeat(length)),
);
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -1, 1e308, -0, 2 ** 31, 2 ** 53, 2 ** 63, 1.5, Number.MAX_SAFE_INTEGER),
);

/** Any JSON at all: wrong types, huge numbers, broken Unicode, deep nests. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  number.map((value) => (Number.isFinite(value) ? value : null)),
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], { a: { b: [null] } }),
  fc.constant(60).map((depth) => JSON.parse("[".repeat(depth) + "]".repeat(depth))),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Mostly what the schema takes, and now and then anything in the place of a part of it. */
export function arbitraryOf(
  schema: Json,
  source: Source,
  name = "",
  depth = 0,
): fc.Arbitrary<unknown> {
  const target = schema.$ref ? follow(schema.$ref, source.document) : schema;
  const valid = validOf(target, source, name, depth);
  const known = source.known[name];
  return fc.oneof(
    { arbitrary: known ? fc.constantFrom(...known) : valid, weight: 12 },
    { arbitrary: valid, weight: 6 },
    { arbitrary: anything, weight: 1 },
  );
}

function validOf(schema: Json, source: Source, name: string, depth: number): fc.Arbitrary<unknown> {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) {
    const usable = depth > MAX_DEPTH ? options.slice(0, 1) : options;
    return fc.oneof(...usable.map((one: Json) => arbitraryOf(one, source, name, depth + 1)));
  }
  if (schema.enum || "const" in schema) {
    return fc.constantFrom(...(schema.enum ?? [schema.const]));
  }
  return typedOf(schema, source, depth);
}

function typedOf(schema: Json, source: Source, depth: number): fc.Arbitrary<unknown> {
  switch ([schema.type].flat()[0]) {
    case "object":
      return objectOf(schema, source, depth);
    case "array":
      return depth > MAX_DEPTH
        ? fc.constant([])
        : fc.array(arbitraryOf(schema.items ?? {}, source, "", depth + 1), { maxLength: 3 });
    case "integer":
      return wholeOf(schema);
    case "number":
      return fc.double({ min: schema.minimum ?? -5, max: schema.maximum ?? 5, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return stringOf(schema);
    default:
      return anything;
  }
}

function wholeOf({
  minimum = -5,
  exclusiveMinimum = -6,
  maximum = 50,
}: Json): fc.Arbitrary<number> {
  const min = Math.max(minimum, exclusiveMinimum + 1, -5);
  return fc.integer({ min, max: Math.max(Math.min(maximum, 50), min) });
}

function stringOf({ format, minLength = 0, maxLength = 60 }: Json): fc.Arbitrary<string> {
  if (format === "date-time") {
    const years = { min: new Date("1990-01-01"), max: new Date("2110-01-01"), noInvalidDate: true };
    return fc.date(years).map((date) => date.toISOString());
  }
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) });
}

function objectOf(schema: Json, source: Source, depth: number): fc.Arbitrary<unknown> {
  const { properties = {}, required = [] } = schema;
  const shape = Object.fromEntries(
    Object.entries<Json>(properties).map(([name, inner]) => [
      name,
      arbitraryOf(inner, source, name, depth + 1),
    ]),
  );
  const extra = fc.dictionary(fc.string({ maxLength: 12 }), anything, { maxKeys: 2 });
  const object = fc.record(shape, { requiredKeys: required });
  return fc.oneof(
    { arbitrary: object, weight: 8 },
    { arbitrary: fc.record(shape, { requiredKeys: [] }), weight: 1 },
    { arbitrary: fc.tuple(object, extra).map(([a, b]) => ({ ...b, ...a })), weight: 2 },
  );
}

function follow(reference: string, document: Json): Json {
  return reference
    .replace("#/", "")
    .split("/")
    .reduce<Json>((value, step) => value[step], document);
}
