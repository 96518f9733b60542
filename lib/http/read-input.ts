import type { z } from "zod";
import type { Contract } from "@/lib/contracts/contract";
import { invalidField } from "@/lib/kernel/app-error";
import { assertStorable } from "./assert-storable";
import { invalidRequest } from "./field-errors";
import { parseBody } from "./read-body";

export type RouteParams = Record<string, string | string[] | undefined>;

/** What a service is given of a request. */
export interface Input<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  params: z.infer<Params>;
  query: z.infer<Query>;
  body: z.infer<Body>;
  /** Prefer: respond-async, for endpoints that may answer before their work is done */
  prefersAsync: boolean;
}

/**
 * Checks each part of a request against its contract.
 * @throws AppError invalid, naming every faulty field
 */
export function readInput<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
>(
  contract: Contract<Params, Query, Body>,
  request: Request,
  { params, text }: { params: RouteParams; text: string },
): Input<Params, Query, Body> {
  return {
    params: parsePart("path", contract.params, params),
    query: parsePart("query", contract.query, contract.query && queryOf(request)),
    body: contract.body
      ? parsePart("body", contract.body, bodyOf(contract, request, text))
      : (undefined as z.infer<Body>),
    prefersAsync: prefersAsync(request),
  };
}

function parsePart<Schema extends z.ZodType>(
  part: "path" | "query" | "body",
  schema: Schema | undefined,
  value: unknown,
): z.infer<Schema> {
  if (!schema) {
    return undefined as z.infer<Schema>;
  }
  assertStorable(value, part);
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    throw invalidRequest(part, parsed.error);
  }
  return parsed.data;
}

function bodyOf(contract: Contract, request: Request, text: string): unknown {
  const body = parseBody(text, request.headers.get("content-type"), contract);
  if (body !== undefined) {
    return body;
  }
  if (contract.bodyOptional) {
    return {};
  }
  throw invalidField("body", "missing", "The body is missing; send it as application/json.");
}

function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

/** RFC 7240 */
export function prefersAsync(request: Request): boolean {
  return /\brespond-async\b/i.test(request.headers.get("prefer") ?? "");
}
