import fc from "fast-check";
import { anything, arbitraryOf, type Json, type Known } from "./arbitrary-of";

export interface Operation {
  method: string;
  path: string;
  operation: Json;
}

export interface FuzzRequest {
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

const METHODS = ["get", "post", "put", "patch", "delete"];

export function operationsOf(document: Json): Operation[] {
  return Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      method: method.toUpperCase(),
      path,
      operation: item[method],
    })),
  );
}

const headerText = fc.string({ maxLength: 30 }).filter((text) => /^[\x20-\x7e]*$/.test(text));
const tag = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map((version) => `"case-1-${version}"`),
  fc.constantFrom("*", 'W/"case-1-1"', '"a", "b"', "unquoted", ""),
  headerText,
);
const HEADERS = fc.record(
  {
    "idempotency-key": fc.oneof(
      fc.integer({ max: 1e9 }).map((number) => `key-${number}`),
      fc.constantFrom("shared-1", "shared-2", "", "with space", "x".repeat(300)),
    ),
    "if-match": tag,
    "if-none-match": tag,
    "x-request-id": headerText,
    "last-event-id": headerText,
    accept: fc.constantFrom("*/*", "text/html", "application/json", ""),
  },
  { requiredKeys: [] },
);
const NO_HEADERS = fc.constant({});
const JSON_TYPE = { "content-type": "application/json" };

/** Requests to one operation: most would do, some are wrong in one part, a few in all. */
export function requestsTo(
  { path, operation }: Operation,
  source: { document: Json; known: Known },
): fc.Arbitrary<FuzzRequest> {
  const parameters: Json[] = operation.parameters ?? [];
  const valuesOf = (place: string) =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === place)
        .map(({ name, schema }) => [name, arbitraryOf(schema, source, name)]),
    );
  return fc
    .record({
      path: fc.record(valuesOf("path")),
      query: fc.oneof(
        { arbitrary: fc.record(valuesOf("query"), { requiredKeys: [] }), weight: 6 },
        {
          arbitrary: fc.dictionary(fc.string({ maxLength: 8 }), anything, { maxKeys: 3 }),
          weight: 1,
        },
      ),
      headers: fc.oneof(NO_HEADERS, HEADERS),
      body: bodyOf(operation, source),
    })
    .map(({ path: values, query, headers, body }) => ({
      path: `${fillPath(path, values)}${queryOf(query)}`,
      headers: { ...body.headers, ...headers },
      body: body.text,
    }));
}

interface Body {
  text: string | undefined;
  headers: Record<string, string>;
}

function bodyOf(operation: Json, source: { document: Json; known: Known }): fc.Arbitrary<Body> {
  const schema = operation.requestBody?.content["application/json"].schema;
  if (!schema) {
    const none = fc.constant<Body>({ text: undefined, headers: {} });
    return operation.operationId && hasNoBody(operation) ? none : fc.oneof(none, broken);
  }
  const fitting = arbitraryOf(schema, source).map((value) => ({
    text: JSON.stringify(value),
    headers: JSON_TYPE,
  }));
  return fc.oneof({ arbitrary: fitting, weight: 12 }, { arbitrary: broken, weight: 1 });
}

/** A GET cannot be sent with a body. */
function hasNoBody({ responses }: Json): boolean {
  return !("409" in responses);
}

const broken: fc.Arbitrary<Body> = fc.oneof(
  anything.map((value) => ({ text: JSON.stringify(value), headers: JSON_TYPE })),
  fc.constantFrom("{", "", "nul", '{"a":1,}', "\ufeff{}", "[".repeat(5000)).map((text) => ({
    text,
    headers: JSON_TYPE,
  })),
  anything.map((value) => ({
    text: JSON.stringify(value),
    headers: { "content-type": "text/plain" },
  })),
  fc.constant({ text: `"${"x".repeat(300_000)}"`, headers: JSON_TYPE }),
);

function fillPath(path: string, values: Json): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => segmentOf(values[name]));
}

/** Never empty, "." or "..", which would make it another address. */
function segmentOf(value: unknown): string {
  const text = encodeURIComponent(textOf(value).slice(0, 300).toWellFormed());
  return text.replaceAll(".", "") === "" ? "0" : text;
}

function queryOf(query: Json): string {
  const pairs = Object.entries(query).map(
    ([name, value]) =>
      `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(textOf(value).slice(0, 300).toWellFormed())}`,
  );
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : String(JSON.stringify(value));
}
