import { z } from "zod";

type Schema = z.core.JSONSchema.BaseSchema;
type Known = Readonly<Record<string, unknown>>;

/**
 * A body that a schema takes, with every optional field in it.
 * @param known values for fields of these names, where any text or number would not do
 */
export function exampleOf(schema: z.ZodType, known: Known): unknown {
  return fill(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), known);
}

function fill(schema: Schema, known: Known): unknown {
  const [first] = schema.anyOf ?? schema.enum ?? [];
  if (first !== undefined) {
    return schema.enum ? first : fill(first as Schema, known);
  }
  switch (schema.type) {
    case "object":
      return fillObject(schema, known);
    case "array":
      return [fill(schema.items as Schema, known)];
    case "integer":
      return Math.max(schema.minimum ?? 1, 1);
    case "number":
      return schema.exclusiveMinimum === 0 ? 0.01 : (schema.minimum ?? 0);
    case "boolean":
      return true;
    default:
      return schema.format === "date-time" ? "2030-01-02T03:04:05Z" : "text";
  }
}

function fillObject({ properties }: Schema, known: Known): unknown {
  if (!properties) {
    return { words: ["text", { deep: "text" }] };
  }
  return Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [
      name,
      name in known ? known[name] : fill(inner as Schema, known),
    ]),
  );
}

/** The value once for each text in it, with that one text replaced. */
export function withEachTextAs(value: unknown, text: string): unknown[] {
  if (typeof value === "string") {
    return [text];
  }
  if (Array.isArray(value)) {
    return value.flatMap((inner, i) =>
      withEachTextAs(inner, text).map((changed) => value.with(i, changed)),
    );
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) =>
      withEachTextAs(inner, text).map((changed) => ({ ...value, [key]: changed })),
    );
  }
  return [];
}
