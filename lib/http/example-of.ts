import { z } from "zod";
import { EXAMPLE_VALUES } from "@/lib/contracts/example-values";

type Schema = z.core.JSONSchema.JSONSchema;
type Io = "input" | "output";

const MAX_DEPTH = 8;
/** Above a zero that is not part of its range. */
const STEP = 0.01;
const MOMENT = "2026-11-22T14:05:00.000Z";

interface Place {
  definitions: Readonly<Record<string, Schema>>;
  io: Io;
  /** the field's name, "" where it has none */
  name: string;
  depth: number;
}

/**
 * A value that a schema takes, for the document: known values for well-known names, else the first
 * that the schema allows. A body shows every field, an answer those that are always there.
 */
export function exampleOf(schema: z.ZodType, io: Io): unknown {
  const json = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" });
  return fill(json, { definitions: json.$defs ?? {}, io, name: "", depth: 0 });
}

function fill(given: Schema | boolean, place: Place): unknown {
  const schema = resolve(given, place);
  if ("const" in schema) {
    return schema.const;
  }
  const known = EXAMPLE_VALUES[place.name]?.find((value) => fits(schema, value));
  if (known !== undefined) {
    return known;
  }
  if (schema.enum) {
    return schema.enum[0];
  }
  const options = schema.anyOf ?? schema.oneOf;
  return options ? fillOption(options, place) : fillType(schema, place);
}

function resolve(given: Schema | boolean, { definitions }: Place): Schema {
  const schema = typeof given === "boolean" ? {} : given;
  const target = schema.$ref && definitions[schema.$ref.replace("#/$defs/", "")];
  return target || schema;
}

/** The first option, or deep down one that holds nothing itself. */
function fillOption(options: readonly (Schema | boolean)[], place: Place): unknown {
  const isFlat = (option: Schema | boolean) =>
    typesOf(resolve(option, place)).some((type) => type !== "object" && type !== "array");
  const option = place.depth > MAX_DEPTH ? options.find(isFlat) : options[0];
  return option === undefined ? null : fill(option, place);
}

function fillType(schema: Schema, place: Place): unknown {
  switch (typesOf(schema)[0]) {
    case "object":
      return fillObject(schema, place);
    case "array":
      return fillArray(schema, place);
    case "integer":
      return Math.max(schema.minimum ?? 1, 1);
    case "number":
      return schema.exclusiveMinimum === 0 ? STEP : (schema.minimum ?? 0);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return textOf(schema);
  }
}

function typesOf({ type = [] }: Schema): string[] {
  return [type].flat();
}

function textOf({ format }: Schema): string {
  switch (format) {
    case "date-time":
      return MOMENT;
    case "uuid":
      return "0193532a-7c1e-7d59-9a54-1f2f5b7f6f11";
    case "uri":
      return "https://pharmacy.example/hooks";
    default:
      return "text";
  }
}

function fillArray({ items, minItems = 0 }: Schema, place: Place): unknown[] {
  const item = Array.isArray(items) ? items[0] : items;
  const isDeep = place.depth > MAX_DEPTH && minItems === 0;
  return item === undefined || isDeep
    ? []
    : [fill(item, { ...place, name: "", depth: place.depth + 1 })];
}

function fillObject({ properties = {}, required = [] }: Schema, place: Place): unknown {
  const shown = Object.entries(properties).filter(
    ([name]) => required.includes(name) || (place.io === "input" && place.depth < MAX_DEPTH),
  );
  return Object.fromEntries(
    shown.map(([name, schema]) => [name, fill(schema, { ...place, name, depth: place.depth + 1 })]),
  );
}

function fits(schema: Schema, value: unknown): boolean {
  const { anyOf = [], maximum = Number.POSITIVE_INFINITY } = schema;
  const isOf = (...types: string[]) => typesOf(schema).some((type) => types.includes(type));
  if (anyOf.length > 0) {
    return anyOf.some((option) => typeof option !== "boolean" && fits(option, value));
  }
  if (schema.enum) {
    return schema.enum.some((allowed) => allowed === value);
  }
  switch (typeof value) {
    case "number":
      return isOf("integer", "number") && value <= maximum;
    case "boolean":
      return isOf("boolean");
    case "string":
      return isOf("string") && schema.format === undefined && matches(schema.pattern, value);
    default:
      return value === null ? isOf("null") : isOf("object") && !schema.properties;
  }
}

function matches(pattern: string | undefined, value: string): boolean {
  return pattern === undefined || new RegExp(pattern).test(value);
}
