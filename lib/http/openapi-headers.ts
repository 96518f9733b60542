import { z } from "zod";
import type { ZodOpenApiHeadersObject } from "zod-openapi";
import type { Contract } from "@/lib/contracts/contract";
import { takesIdempotencyKey } from "./idempotency";

/** Headers of answers, as the document's components. */
export const ANSWER_HEADERS = {
  "X-Request-Id": {
    description:
      "Names this request in our logs and in the audit trail; taken from the request if it sent one",
    schema: { type: "string" },
  },
  ETag: {
    description: "The version of the resource, for If-Match and If-None-Match",
    schema: { type: "string" },
    example: '"case-12-7"',
  },
  Link: {
    description: 'The next page, rel="next"; missing on the last page (RFC 8288)',
    schema: { type: "string" },
    example: '</api/workflows?cursor=WzEyXQ>; rel="next"',
  },
  Location: {
    description: "Where the new resource, or the job, is read",
    schema: { type: "string" },
    example: "/api/workflows/12",
  },
  "Retry-After": {
    description: "Seconds after which to try again",
    schema: { type: "string" },
    example: "1",
  },
  RateLimit: {
    description:
      "How many requests these credentials have left and in how many seconds there are all again; with RateLimit-Policy",
    schema: { type: "string" },
    example: '"requests";r=59999;t=60',
  },
  "Idempotency-Replayed": {
    description: "`true` on the stored answer to an earlier request with this Idempotency-Key",
    schema: { type: "string", enum: ["true"] },
  },
} satisfies ZodOpenApiHeadersObject;

type HeaderName = keyof typeof ANSWER_HEADERS;

function refs(names: readonly (HeaderName | false)[]) {
  return Object.fromEntries(
    names
      .filter((name): name is HeaderName => name !== false)
      .map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}

export function successHeaders(contract: Contract) {
  return refs([
    "X-Request-Id",
    contract.permission !== "public" && "RateLimit",
    contract.tagged === true && "ETag",
    hasPages(contract) && "Link",
    contract.success.status !== 200 && contract.tagged === true && "Location",
    takesIdempotencyKey(contract) && "Idempotency-Replayed",
  ]);
}

export function acceptedHeaders() {
  return refs(["X-Request-Id", "Location", "Idempotency-Replayed"]);
}

export function notModifiedHeaders() {
  return refs(["X-Request-Id", "ETag"]);
}

/** Statuses that are never the stored answer of an earlier request. */
const NEVER_STORED = new Set([401, 412, 413, 429, 500, 503]);

export function errorHeaders(contract: Contract, status: number) {
  const isKept = takesIdempotencyKey(contract);
  return refs([
    "X-Request-Id",
    status === 412 && "ETag",
    (status === 503 || status === 429 || (status === 409 && isKept)) && "Retry-After",
    status === 429 && "RateLimit",
    isKept && !NEVER_STORED.has(status) && "Idempotency-Replayed",
  ]);
}

/** The headers a request may carry, as one schema; null when there are none. */
export function requestHeaders(contract: Contract): z.ZodObject | null {
  const shape = {
    ...(takesIdempotencyKey(contract) && { "Idempotency-Key": idempotencyKey }),
    ...(contract.success.accepted && { Prefer: prefer }),
    ...(contract.ifMatch && { "If-Match": ifMatch }),
    ...(contract.method === "GET" && contract.tagged && { "If-None-Match": ifNoneMatch }),
  };
  return Object.keys(shape).length > 0 ? z.object(shape) : null;
}

// No example values: the reference would send them with every try.
const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .optional()
  .meta({
    description:
      "Makes the request happen once: the same key with the same address and body is answered with the first answer for 24 hours. Use a fresh UUID for each new request, e.g. `8e03978e-40d5-43dd-bc93-6894a57f9324`.",
  });

const prefer = z.string().optional().meta({
  description: "`respond-async` is answered at once, with 202 while the work goes on (RFC 7240)",
});

const ifMatch = z.string().optional().meta({
  description:
    'The ETag of the version that the change was decided on, e.g. `"case-12-7"`, or `*`; another version is refused with 412',
});

const ifNoneMatch = z.string().optional().meta({
  description: "The ETag of the answer that the caller has; answered 304 while it is current",
});

function hasPages({ query }: Contract): boolean {
  return query instanceof z.ZodObject && "cursor" in query.shape;
}
