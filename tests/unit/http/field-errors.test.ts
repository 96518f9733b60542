import { describe, expect, it } from "vitest";
import { z } from "zod";
import { invalidRequest } from "@/lib/http/field-errors";
import { isAppError } from "@/lib/kernel/app-error";

function fieldsOf(schema: z.ZodType, value: unknown, part: "body" | "query" | "path" = "body") {
  const { error } = schema.safeParse(value, { reportInput: true });
  if (!error) {
    throw new Error("The value fits");
  }
  const refusal = invalidRequest(part, error);
  expect(isAppError(refusal)).toBe(true);
  expect(refusal.code).toBe("invalid");
  return refusal.fields;
}
const codesOf = (schema: z.ZodType, value: unknown) =>
  fieldsOf(schema, value).map(({ code }) => code);

describe("the code of a faulty field", () => {
  const a = (field: z.ZodType) => z.object({ a: field });
  it.each<[string, z.ZodType, unknown]>([
    ["missing", a(z.string()), {}],
    ["missing", a(z.int()), {}],
    ["missing", a(z.boolean()), {}],
    ["missing", a(z.array(z.string())), {}],
    ["string_type", a(z.string()), { a: 5 }],
    ["string_type", a(z.string()), { a: null }],
    ["bool_parsing", a(z.boolean()), { a: "true" }],
    ["list_type", a(z.array(z.string())), { a: {} }],
    ["dict_type", a(z.object({})), { a: [] }],
    ["dict_type", a(z.record(z.string(), z.json())), { a: "x" }],
    ["int_type", a(z.int()), { a: 1.5 }],
    ["float_parsing", a(z.number()), { a: "x" }],
    ["enum", a(z.enum(["x", "y"])), { a: "z" }],
    ["string_too_short", a(z.string().min(1)), { a: "" }],
    ["string_too_long", a(z.string().max(1)), { a: "xx" }],
    ["greater_than_equal", a(z.number().min(1)), { a: 0 }],
    ["greater_than", a(z.number().gt(0)), { a: 0 }],
    ["less_than_equal", a(z.number().max(1)), { a: 2 }],
    ["less_than", a(z.number().lt(1)), { a: 1 }],
  ])("is %s", (code, schema, value) => {
    expect(codesOf(schema, value)).toEqual([code]);
  });
});

describe("the field errors", () => {
  it("name the part of the request and the way to the field", () => {
    const schema = z.object({ initial_tasks: z.array(z.object({ name: z.string() })) });
    const value = { initial_tasks: [{ name: "x" }, {}] };
    expect(fieldsOf(schema, value)).toEqual([
      { path: "body.initial_tasks.1.name", code: "missing", message: "this field is required" },
    ]);
    expect(fieldsOf(z.object({ id: z.coerce.number() }), { id: "x" }, "path")[0]?.path).toBe(
      "path.id",
    );
    expect(fieldsOf(z.string(), 5, "query")[0]?.path).toBe("query");
  });

  it("tell of every faulty field at once, and the message lists them with the next step", () => {
    const { error } = z
      .object({ a: z.string(), b: z.int() })
      .safeParse({ b: "x" }, { reportInput: true });
    const refusal = invalidRequest("body", error ?? new z.ZodError([]));
    expect(refusal.fields.map(({ path }) => path)).toEqual(["body.a", "body.b"]);
    expect(refusal.message).toMatch(/^body\.a: .+; body\.b: .+ See GET \/api\/openapi\.json/);
  });
});
